//! What Outlook packs, as it packs it.

use super::{IncomingFile, Text, parse, unpack};
use base64::Engine;

/// An attribute with its sum behind it.
fn attribute(level: u8, id: u32, data: &[u8]) -> Vec<u8> {
    let sum = data
        .iter()
        .fold(0_u16, |sum, byte| sum.wrapping_add(u16::from(*byte)));
    let length = u32::try_from(data.len()).expect("short");
    [
        &[level][..],
        &id.to_le_bytes(),
        &length.to_le_bytes(),
        data,
        &sum.to_le_bytes(),
    ]
    .concat()
}

/// A property whose value has its length before it.
fn property(kind: u16, id: u16, value: &[u8]) -> Vec<u8> {
    let length = u32::try_from(value.len()).expect("short");
    let mut bytes = [&kind.to_le_bytes()[..], &id.to_le_bytes()].concat();
    bytes.extend([&1_u32.to_le_bytes()[..], &length.to_le_bytes(), value].concat());
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    bytes
}

fn properties(all: &[Vec<u8>]) -> Vec<u8> {
    let count = u32::try_from(all.len()).expect("few");
    [count.to_le_bytes().to_vec(), all.concat()].concat()
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16()
        .chain([0])
        .flat_map(u16::to_le_bytes)
        .collect()
}

fn packed(attributes: &[Vec<u8>]) -> Vec<u8> {
    [&[0x78, 0x9f, 0x3e, 0x22, 1, 0][..], &attributes.concat()].concat()
}

/// A named property of eight bytes, one of several values and one of two bytes: all are to be passed over.
fn in_between() -> [Vec<u8>; 3] {
    let named = [
        &[0x40, 0, 0x01, 0x80][..],
        &[7; 16],
        &1_u32.to_le_bytes(),
        &6_u32.to_le_bytes(),
        b"a\0b\0c\0\0\0",
        &[9; 8],
    ];
    let several = [&[0x03, 0x10, 0x02, 0x30][..], &2_u32.to_le_bytes(), &[1; 8]];
    let short = [&[0x0b, 0, 0x1b, 0x0e][..], &[1, 0, 0, 0]];
    [named.concat(), several.concat(), short.concat()]
}

fn with_files() -> Vec<u8> {
    let inner = packed(&[
        attribute(1, 0x0002_800c, b"The message within.\0"),
        attribute(2, 0x0006_9002, &[0; 14]),
        attribute(2, 0x0001_8010, b"inner.txt\0"),
        attribute(2, 0x0006_800f, b"inside"),
    ]);
    let object = [&[0x07; 16][..], &inner].concat();
    let [named, several, short] = in_between();
    packed(&[
        attribute(1, 0x0006_9007, &[0xe3, 4, 0, 0, 0, 0, 0, 0]),
        attribute(
            1,
            0x0006_9003,
            &properties(&[
                named,
                several,
                short,
                property(0x1f, 0x1000, &wide("Grüße\r\naus Bonn")),
            ]),
        ),
        attribute(2, 0x0006_9002, &[0; 14]),
        attribute(2, 0x0001_8010, b"BERICH~1.PDF\0"),
        attribute(2, 0x0006_800f, b"%PDF"),
        attribute(
            2,
            0x0006_9005,
            &properties(&[
                property(0x1f, 0x3707, &wide("../Bericht für März.pdf")),
                property(0x1e, 0x370e, b"Application/PDF\0"),
                property(0x1e, 0x3712, b"one@two\0"),
            ]),
        ),
        attribute(2, 0x0006_9002, &[0; 14]),
        attribute(
            2,
            0x0006_9005,
            &properties(&[
                property(0x1f, 0x3001, &wide("The other message")),
                property(0x0d, 0x3701, &object),
            ]),
        ),
    ])
}

fn mailed(winmail: &[u8], text: &str) -> super::Incoming {
    let content = base64::engine::general_purpose::STANDARD.encode(winmail);
    let raw = format!(
        "From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\n{text}\r\n\
         --x\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n{content}\r\n--x--\r\n"
    );
    parse(raw.as_bytes()).expect("a message")
}

#[test]
fn files_and_text_come_out_of_what_outlook_packs() {
    let read = mailed(&with_files(), "");
    assert_eq!(read.text, "Grüße\naus Bonn");
    let report = IncomingFile {
        name: "Bericht für März.pdf".into(),
        media_type: "application/pdf".into(),
        content_id: Some("one@two".into()),
        content: b"%PDF".to_vec(),
        invitation: None,
    };
    assert_eq!(read.files[0], report);
    let others = read.files[1..].iter();
    let others: Vec<_> = others
        .map(|it| (it.name.as_str(), it.content.as_slice()))
        .collect();
    assert_eq!(
        others,
        [
            ("The other message", &b"The message within."[..]),
            ("inner.txt", b"inside")
        ]
    );
    // A text that the message has beside it is what counts.
    assert_eq!(mailed(&with_files(), "Hello").text, "Hello");
}

#[test]
fn what_is_damaged_is_read_as_far_as_it_goes_and_else_stays_as_it_is() {
    let whole = with_files();
    for end in 4..whole.len() {
        let read = mailed(&whole[..end], "Hello");
        assert!(!read.files.is_empty(), "{end}");
    }
    assert_eq!(
        mailed(b"\x78\x9f\x3e\x22 nothing of it", "").files[0].name,
        "winmail.dat"
    );
    assert_eq!(unpack(b"no such file"), None);
}

/// The example of MS-OXRTFCP, 4.1.1 and 4.1.2.
const SIMPLE: &str = "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0";

#[test]
fn rich_text_is_unpacked_and_read() {
    let simple = kernel::text::unhex(SIMPLE).expect("digits");
    let message = |rtf: &[u8]| {
        packed(&[attribute(
            1,
            0x0006_9003,
            &properties(&[property(0x102, 0x1009, rtf)]),
        )])
    };
    let text = |rtf: &[u8]| unpack(&message(rtf)).expect("packed").text;
    assert_eq!(text(&simple), Text::Plain("hello world".into()));

    let as_it_is = |rich: &str| {
        let size = u32::try_from(rich.len()).expect("short").to_le_bytes();
        text(&[&size[..], &size, b"MELA", &[0; 4], rich.as_bytes()].concat())
    };
    let rich = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\*\generator X;}\uc1 Gr\'fc\u223 ?e: \{1\u8364\'80\}\par
\u-10179?\u-8704?{\pict\bin4 }}{{}next}";
    assert_eq!(as_it_is(rich), Text::Plain("Grüße: {1€}\n😀next".into()));
    let page = r"{\rtf1\ansi\fromhtml1{\*\htmltag64 <p>}\htmlrtf {\b\htmlrtf0 Hello{\*\htmltag84 &nbsp;}\htmlrtf \'a0}\htmlrtf0 world{\*\htmltag72 </p>}}";
    assert_eq!(as_it_is(page), Text::Html("<p>Hello&nbsp;world</p>".into()));
}
