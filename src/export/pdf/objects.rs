//! The objects of a file, and the file: numbered objects to bytes.
//!
//! Lives here: object numbers, object streams, the cross-reference stream. Does not live
//! here: what the objects say. May use: `syntax`, `pack`, `parallel`.
//!
//! lopdf saves a document too, but only from objects built as trees of maps and strings, each cloned on
//! the way; for the thousands of small objects of the tags that took longer than all else together.

use lopdf::{Document, Object};

use super::PdfError;
use super::pack::Packer;
use super::parallel;
use super::syntax::Syntax;

/// Objects in one object stream: more pack better, fewer let a reader open less.
const STREAM_OBJECTS: usize = 400;

/// The objects of a file.
pub(super) struct Objects {
    next: u32,
    /// The objects that are no streams, one after the other.
    plain: Syntax,
    /// The number of each and where it begins in `plain`.
    starts: Vec<(u32, usize)>,
    streams: Vec<Stream>,
}

/// Where a reader begins: numbers of objects.
pub(super) struct Roots {
    /// The catalogue.
    pub catalogue: u32,
    /// The document information.
    pub information: u32,
}

/// A stream object.
struct Stream {
    number: u32,
    /// The entries of its dictionary without length and packing.
    entries: Syntax,
    data: Data,
}

/// The bytes of a stream.
pub(super) enum Data {
    /// To be written as they are.
    Plain(Vec<u8>),
    /// Still to be compressed.
    Loose(Vec<u8>),
    /// Compressed.
    Packed(Vec<u8>),
}

impl Objects {
    /// An empty file whose free numbers begin at `next`.
    pub(super) fn new(next: u32) -> Self {
        Self { next, plain: Syntax::default(), starts: Vec::new(), streams: Vec::new() }
    }

    /// A number for an object that comes later.
    pub(super) fn reserve(&mut self) -> u32 {
        self.next += 1;
        self.next - 1
    }

    /// Begins an object that is no stream; what is written until the next one is its value.
    pub(super) fn begin(&mut self, number: u32) -> &mut Syntax {
        self.plain.raw(b"\n");
        self.starts.push((number, self.plain.bytes().len()));
        &mut self.plain
    }

    /// Adds a stream.
    pub(super) fn stream(&mut self, number: u32, entries: Syntax, data: Data) {
        self.streams.push(Stream { number, entries, data });
    }

    /// Adds the objects of a document.
    pub(super) fn take(&mut self, document: Document) {
        for ((number, _), object) in document.objects {
            match object {
                Object::Stream(mut stream) => {
                    stream.dict.remove(b"Length");
                    let mut entries = Syntax::default();
                    entries.entries(&stream.dict);
                    let loose = stream.allows_compression && !stream.dict.has(b"Filter");
                    let data = if loose { Data::Loose(stream.content) } else { Data::Plain(stream.content) };
                    self.stream(number, entries, data);
                }
                other => _ = self.begin(number).object(&other),
            }
        }
    }

    /// The bytes of the file.
    pub(super) fn write(mut self, roots: &Roots) -> Result<Vec<u8>, PdfError> {
        let mut index = Index::default();
        self.bundle(&mut index);
        let streams = parallel::map(&self.streams, Packer::default, |packer, stream| match &stream.data {
            Data::Loose(data) => packer.pack(data).map(Some),
            Data::Plain(_) | Data::Packed(_) => Ok(None),
        });
        // Four bytes above ASCII tell mail programs that the file is no text.
        let mut out = Syntax::default();
        out.raw(b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
        for (stream, packed) in self.streams.iter().zip(streams) {
            index.insert(stream.number, Place::At(out.bytes().len()));
            let packed = packed?;
            match (&stream.data, &packed) {
                (Data::Plain(data), _) => stream_object(&mut out, stream.number, &stream.entries, data, false),
                (Data::Packed(data), _) => stream_object(&mut out, stream.number, &stream.entries, data, true),
                (Data::Loose(_), Some(data)) => stream_object(&mut out, stream.number, &stream.entries, data, true),
                (Data::Loose(data), None) => stream_object(&mut out, stream.number, &stream.entries, data, false),
            }
        }
        let start = out.bytes().len();
        let number = self.reserve();
        index.insert(number, Place::At(start));
        let identifier = identifier(out.bytes());
        let mut entries = Syntax::default();
        entries.raw(b"/Type/XRef/Size ").integer(i64::from(self.next)).raw(b"/W[1 4 2]/Root ").reference(roots.catalogue);
        entries.raw(b"/Info ").reference(roots.information).raw(b"/ID[").raw(&identifier).raw(&identifier);
        entries.raw(b"]/DecodeParms<</Predictor 12/Columns 7>>");
        let rows = Packer::default().pack(&index.rows())?;
        stream_object(&mut out, number, &entries, &rows, true);
        out.raw(b"startxref\n").integer(start as i64).raw(b"\n%%EOF\n");
        Ok(out.into_bytes())
    }

    /// Bundles the plain objects into object streams.
    fn bundle(&mut self, index: &mut Index) {
        let starts = std::mem::take(&mut self.starts);
        let plain = std::mem::take(&mut self.plain).into_bytes();
        for (bundle, objects) in starts.chunks(STREAM_OBJECTS).enumerate() {
            let container = self.reserve();
            let begin = objects[0].1;
            let end = starts.get((bundle + 1) * STREAM_OBJECTS).map_or(plain.len(), |next| next.1);
            let mut data = Syntax::default();
            for (place, (number, start)) in objects.iter().enumerate() {
                index.insert(*number, Place::In { container, place });
                data.integer(i64::from(*number)).raw(b" ").integer((start - begin) as i64).raw(b" ");
            }
            let mut entries = Syntax::default();
            entries.raw(b"/Type/ObjStm/N ").integer(objects.len() as i64).raw(b"/First ").integer(data.bytes().len() as i64);
            data.raw(&plain[begin..end]);
            self.stream(container, entries, Data::Loose(data.into_bytes()));
        }
    }
}

/// Where an object stands: at a byte of the file or in an object stream.
#[derive(Debug, Clone, Copy)]
enum Place {
    At(usize),
    In { container: u32, place: usize },
}

/// Where all objects stand, by their numbers.
#[derive(Default)]
struct Index(Vec<Option<Place>>);

impl Index {
    fn insert(&mut self, number: u32, place: Place) {
        let number = number as usize;
        if self.0.len() <= number {
            self.0.resize(number + 1, None);
        }
        self.0[number] = Some(place);
    }

    /// The cross-reference stream: a row for each number, told as its difference from the row above
    /// (PNG's "up"), which leaves little but noughts.
    fn rows(&self) -> Vec<u8> {
        let mut rows = Vec::with_capacity(self.0.len() * 8);
        let mut former = [0_u8; 7];
        for place in &self.0 {
            let (kind, first, second) = match place {
                None => (0, 0, u16::MAX),
                Some(Place::At(byte)) => (1, u32::try_from(*byte).unwrap_or(u32::MAX), 0),
                Some(Place::In { container, place }) => (2, *container, u16::try_from(*place).unwrap_or(u16::MAX)),
            };
            let mut row = [kind; 7];
            row[1..5].copy_from_slice(&first.to_be_bytes());
            row[5..].copy_from_slice(&second.to_be_bytes());
            rows.push(2);
            rows.extend(row.iter().zip(former).map(|(new, old)| new.wrapping_sub(old)));
            former = row;
        }
        rows
    }
}

fn stream_object(out: &mut Syntax, number: u32, entries: &Syntax, data: &[u8], packed: bool) {
    out.integer(i64::from(number)).raw(b" 0 obj\n<<").raw(entries.bytes());
    if packed {
        out.raw(b"/Filter/FlateDecode");
    }
    out.raw(b"/Length ").integer(data.len() as i64).raw(b">>stream\n").raw(data).raw(b"\nendstream\nendobj\n");
}

/// The file identifier, from the content alone, as a hexadecimal string.
fn identifier(content: &[u8]) -> String {
    let mut print = Fingerprint::default();
    print.add(content);
    let first = print.value();
    print.add(&first.to_be_bytes());
    format!("<{first:016X}{:016X}>", print.value())
}

/// A hash that is the same everywhere and always (FNV-1a, taken in words for speed).
pub(super) struct Fingerprint(u64);

impl Default for Fingerprint {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fingerprint {
    /// Takes bytes in.
    pub(super) fn add(&mut self, bytes: &[u8]) {
        let mut mix = |word: u64| {
            self.0 = (self.0 ^ word).wrapping_mul(0x0000_0100_0000_01b3);
            self.0 ^= self.0 >> 29;
        };
        let mut words = bytes.chunks_exact(8);
        for word in words.by_ref() {
            mix(u64::from_le_bytes(<[u8; 8]>::try_from(word).unwrap_or_default()));
        }
        for byte in words.remainder() {
            mix(u64::from(*byte));
        }
        mix(bytes.len() as u64);
    }

    /// The hash.
    pub(super) fn value(&self) -> u64 {
        self.0
    }
}
