//! Names of the people, by site, with their spelling in mail addresses.

use super::calendar::Site;
use super::dice::Dice;
use super::name_pools::{BRNO, GOETTINGEN, LEEDS, TAMPERE};

/// Given and family name of somebody at that site.
pub(crate) fn draw(dice: &mut Dice, site: Site) -> (String, String) {
    let pool = match site {
        Site::Leeds => &LEEDS,
        Site::Goettingen => &GOETTINGEN,
        Site::Brno => &BRNO,
        Site::Tampere => &TAMPERE,
    };
    // One in fourteen came to the site from one of the others.
    let pool = if dice.chance(7) {
        *dice.pick(&[&LEEDS, &GOETTINGEN, &BRNO, &TAMPERE])
    } else {
        pool
    };
    let woman = dice.chance(44);
    let given = *dice.pick(if woman { pool.women } else { pool.men });
    let family = *dice.pick(pool.families);
    let family = if woman && std::ptr::eq(pool, &BRNO) {
        feminine(family)
    } else {
        family.to_owned()
    };
    (given.to_owned(), family)
}

/// The Czech family name as a woman bears it.
fn feminine(family: &str) -> String {
    if family == "Nguyen" {
        return family.to_owned();
    }
    if let Some(stem) = family.strip_suffix('ý') {
        return format!("{stem}á");
    }
    for (ending, stem_end) in [("ek", "k"), ("ec", "c"), ("eš", "eš")] {
        if let Some(stem) = family.strip_suffix(ending) {
            return format!("{stem}{stem_end}ová");
        }
    }
    format!("{}ová", family.strip_suffix('a').unwrap_or(family))
}

/// The name as it stands in a mail address: lower case, without marks.
pub(crate) fn mail_name(given: &str, family: &str, german: bool) -> String {
    let mut out = String::new();
    for c in format!("{given}.{family}").to_lowercase().chars() {
        match c {
            'ä' if german => out.push_str("ae"),
            'ö' if german => out.push_str("oe"),
            'ü' if german => out.push_str("ue"),
            'ß' => out.push_str("ss"),
            'a'..='z' | '.' | '-' => out.push(c),
            'á' | 'ä' => out.push('a'),
            'é' | 'ě' => out.push('e'),
            'í' | 'ı' => out.push('i'),
            'ó' | 'ö' => out.push('o'),
            'ú' | 'ů' | 'ü' => out.push('u'),
            'ý' => out.push('y'),
            'č' => out.push('c'),
            'ď' => out.push('d'),
            'ň' => out.push('n'),
            'ř' => out.push('r'),
            'š' => out.push('s'),
            'ť' => out.push('t'),
            'ž' => out.push('z'),
            _ => {}
        }
    }
    out
}
