//! The metadata as XMP: what the information dictionary says, and that the file follows PDF/UA-1.
//!
//! Lives here: the packet. Does not live here: whether the claim is kept (`structure`, and the tests).

use crate::export::markup::escaped;
use chrono::NaiveDate;
use lopdf::{Stream, dictionary};

use super::document::PRODUCER;
use crate::manuscript::Info;

/// The metadata stream. It stays plain: search engines and archives read it without knowing PDF.
pub(super) fn stream(info: &Info, date: Option<NaiveDate>) -> Stream {
    let dictionary = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
    Stream::new(dictionary, packet(info, date).into_bytes()).with_compression(false)
}

fn packet(info: &Info, date: Option<NaiveDate>) -> String {
    let language = if info.language.is_empty() { "ja-JP" } else { &info.language };
    let mut fields = format!(
        "<dc:format>application/pdf</dc:format>\
         <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{}</rdf:li></rdf:Alt></dc:title>\
         <dc:language><rdf:Bag><rdf:li>{}</rdf:li></rdf:Bag></dc:language>\
         <pdf:Producer>{}</pdf:Producer>\
         <pdfuaid:part>1</pdfuaid:part>",
        escaped(&info.title),
        escaped(language),
        escaped(PRODUCER),
    );
    if !info.author.is_empty() {
        fields += &format!("<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>", escaped(&info.author));
    }
    if let Some(date) = date {
        fields += &format!("<xmp:CreateDate>{}</xmp:CreateDate>", date.format("%Y-%m-%d"));
    }
    format!(
        "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" \
         xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">{fields}</rdf:Description></rdf:RDF></x:xmpmeta>\n\
         <?xpacket end=\"r\"?>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_packet_says_title_author_and_conformance() {
        let info =
            Info { title: "計画 <案> & 予算".into(), author: "わかば市社会福祉協議会".into(), language: String::new() };
        let packet = packet(&info, NaiveDate::from_ymd_opt(2025, 3, 26));
        for words in ["計画 &lt;案&gt; &amp; 予算", "わかば市社会福祉協議会", "<pdfuaid:part>1<", "2025-03-26", "ja-JP"] {
            assert!(packet.contains(words), "{words}");
        }
    }
}
