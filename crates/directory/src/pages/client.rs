//! What is known of a browser that nobody has signed in with yet.

use crate::sign_in::{LIFE, Session};
use crate::signed_in::{SESSION_COOKIE, origin};
use crate::{Brand, Directory};
use kernel::time::SECOND;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use web::axum::extract::{ConnectInfo, FromRequestParts};
use web::axum::http::header::{ACCEPT_LANGUAGE, SET_COOKIE};
use web::axum::http::request::Parts;
use web::axum::http::{HeaderMap, HeaderValue};
use web::axum::response::Response;
use web::{Flash, Frame, Result, Texts};

/// A browser.
pub struct Client {
    /// Where it is: what failed tries are counted by.
    pub address: String,
    /// The language that it asks for.
    pub texts: Texts,
    /// How the installation looks and speaks.
    pub brand: Arc<Brand>,
    flash: Option<Flash>,
    /// What the browser says about the page that sent this.
    headers: HeaderMap,
}

impl<S: Send + Sync> FromRequestParts<S> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let accepted = parts.headers.get(ACCEPT_LANGUAGE);
        let brand = match parts.extensions.get::<Directory>() {
            Some(directory) => directory.brand().await.unwrap_or_default(),
            None => Arc::default(),
        };
        Ok(Self {
            address: address(peer.map(|peer| peer.0.ip()), &parts.headers),
            texts: brand.texts_for(None, accepted.and_then(|value| value.to_str().ok())),
            brand,
            flash: parts.extensions.get::<Flash>().cloned(),
            headers: parts.headers.clone(),
        })
    }
}

impl Client {
    /// Refuses a form that another site sent: without a session there is no `csrf` field to check yet.
    ///
    /// # Errors
    /// Forbidden, with a text that says to reload the page.
    pub fn check_origin(&self, directory: &Directory) -> Result<()> {
        match origin(&self.headers, directory.base_url()) {
            Some(false) => Err(web::Error::forbidden().with_text("error-csrf")),
            _ => Ok(()),
        }
    }

    /// The frame of a page without anybody signed in.
    pub fn frame(&self, title_key: &str) -> Frame {
        Frame {
            flash: self.flash.clone(),
            product: self.brand.product.clone(),
            brand_css: self.brand.style_href(),
            logo: self.brand.logo_href(),
            ..Frame::plain(self.texts, self.texts.t(title_key))
        }
    }
}

/// Gives the browser its session.
pub(super) fn keep_session(directory: &Directory, session: &Session, to: &str) -> Response {
    let seconds = LIFE / SECOND;
    set_cookie(
        directory,
        &session.secret,
        seconds,
        web::reply::see_other(to),
    )
}

/// Takes it back.
pub(super) fn drop_session(directory: &Directory, to: &str) -> Response {
    set_cookie(directory, "", 0, web::reply::see_other(to))
}

fn set_cookie(
    directory: &Directory,
    value: &str,
    seconds: i64,
    mut response: Response,
) -> Response {
    let secure = if directory.is_secure() {
        "; Secure"
    } else {
        ""
    };
    let text = format!(
        "{SESSION_COOKIE}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"
    );
    if let Ok(value) = HeaderValue::try_from(text) {
        response.headers_mut().append(SET_COOKIE, value);
    }
    response
}

/// The address of a client. Behind a proxy on this machine or its private network the proxy's word counts,
/// and of a list the last: the others are whatever the client wrote.
fn address(peer: Option<IpAddr>, headers: &HeaderMap) -> String {
    let Some(peer) = peer else {
        return "unknown".to_owned();
    };
    let peer = peer.to_canonical();
    let near = match peer {
        IpAddr::V4(v4) => v4.is_loopback() || v4.is_private(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local(),
    };
    let said = headers
        .get_all("x-forwarded-for")
        .iter()
        .next_back()
        .and_then(|value| value.to_str().ok())
        .and_then(|list| list.rsplit(',').next())
        .and_then(|last| last.trim().parse::<IpAddr>().ok());
    match said {
        Some(client) if near => network(client),
        _ => network(peer),
    }
}

/// An IPv6 client owns a whole network of addresses: they count as one.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::address;
    use web::axum::http::HeaderMap;

    #[test]
    fn only_a_near_proxy_may_say_whom_it_speaks_for() {
        for (peer, said, expected) in [
            ("203.0.113.7", "", "203.0.113.7"),
            ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
            ("127.0.0.1", "1.2.3.4, 198.51.100.1", "198.51.100.1"),
            ("172.17.0.2", "198.51.100.1", "198.51.100.1"),
            ("127.0.0.1", "nonsense", "127.0.0.1"),
            ("2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
            ("::ffff:203.0.113.7", "", "203.0.113.7"),
        ] {
            let mut headers = HeaderMap::new();
            if !said.is_empty() {
                headers.insert("x-forwarded-for", said.parse().unwrap());
            }
            assert_eq!(
                address(peer.parse().ok(), &headers),
                expected,
                "{peer} {said}"
            );
        }
        assert_eq!(address(None, &HeaderMap::new()), "unknown");
    }
}
