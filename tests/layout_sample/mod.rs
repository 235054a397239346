//! Manuscripts built by hand, and the measures of the style 標準, for the tests of layout and PDF.

#![allow(dead_code, reason = "each test file uses its own part")]

use std::fmt::Write as _;
use std::sync::Arc;

use nendo::layout::{Item, Pages};
use nendo::manuscript::{
    Block, BlockKind, Cell, Face, Field, Footer, HeadingRank, Info, Manuscript, Millimetres, PageSetup, Points, Source, SourceId, Span,
    SpanStyle, Table, TextStyle, TypeScale,
};
use nendo::plan::Align;

fn style(face: Face, size: i32, leading: i32, before: i32, after: i32) -> TextStyle {
    TextStyle { face, size: Points(size), leading: Points(leading), space_before: Points(before), space_after: Points(after) }
}

/// The page style 標準.
pub fn setup() -> PageSetup {
    PageSetup {
        width: Millimetres(21_000),
        height: Millimetres(29_700),
        left_margin: Millimetres(2500),
        right_margin: Millimetres(2500),
        top_margin: Millimetres(2500),
        bottom_margin: Millimetres(2200),
        scale: TypeScale {
            title: style(Face::GothicBold, 18_000, 28_000, 0, 6000),
            subtitle: style(Face::Mincho, 11_000, 18_000, 0, 0),
            part: style(Face::GothicBold, 13_000, 20_000, 18_000, 6000),
            chapter: style(Face::GothicBold, 11_500, 18_000, 10_000, 2000),
            project: style(Face::GothicBold, 10_500, 18_000, 6000, 0),
            body: style(Face::Mincho, 10_500, 18_000, 0, 0),
            small: style(Face::Mincho, 9000, 14_000, 0, 2000),
            table: style(Face::Mincho, 9500, 14_000, 4000, 8000),
            furniture: style(Face::Mincho, 8500, 12_000, 0, 0),
        },
        indent_step: 1000,
        hanging: false,
        two_columns: false,
    }
}

/// Builds a manuscript block by block; each block comes from a node of its own.
pub struct Draft(pub Manuscript);

impl Draft {
    pub fn new() -> Self {
        let info = Info {
            title: "令和7年度 事業計画".into(), author: "わかば市社会福祉協議会".into(), language: "ja-JP".into()
        };
        Self(Manuscript {
            info,
            setup: setup(),
            header: "わかば市社会福祉協議会　令和7年度 事業計画".into(),
            part_in_header: false,
            mark: String::new(),
            footer: Footer::Dashed,
            blocks: Vec::new(),
        })
    }

    pub fn add(&mut self, kind: BlockKind) -> &mut Self {
        let id = SourceId(self.0.blocks.len() as u128 + 1);
        self.0.blocks.push(Arc::new(Block { source: Some(Source { id, field: Field::Title }), kind }));
        self
    }

    pub fn title(&mut self, text: &str) -> &mut Self {
        self.add(BlockKind::Title { text: plain(text) })
    }

    pub fn subtitle(&mut self, text: &str) -> &mut Self {
        self.add(BlockKind::Subtitle { text: plain(text) })
    }

    pub fn heading(&mut self, rank: HeadingRank, level: u8, label: &str, text: &str) -> &mut Self {
        self.heading_spans(rank, level, label, plain(text))
    }

    pub fn heading_spans(&mut self, rank: HeadingRank, level: u8, label: &str, text: Vec<Span>) -> &mut Self {
        let indent = if rank == HeadingRank::Project { 1 } else { 0 };
        self.add(BlockKind::Heading {
            rank,
            outline_level: level,
            indent,
            label: label.into(),
            separator: " ".into(),
            widest: String::new(),
            text,
            anchor: None,
            leads: true,
        })
    }

    pub fn item(&mut self, indent: u8, level: u8, label: &str, text: &str) -> &mut Self {
        self.add(BlockKind::Item {
            indent,
            list_level: level,
            label: label.into(),
            separator: String::new(),
            widest: String::new(),
            text: plain(text),
            leads: false,
        })
    }

    pub fn paragraph(&mut self, indent: u8, text: &str) -> &mut Self {
        self.add(BlockKind::Paragraph { indent, first_line_indent: true, text: plain(text) })
    }

    pub fn paragraph_spans(&mut self, indent: u8, text: Vec<Span>) -> &mut Self {
        self.add(BlockKind::Paragraph { indent, first_line_indent: true, text })
    }

    pub fn note(&mut self, indent: u8, text: &str) -> &mut Self {
        self.add(BlockKind::Note { indent, text: plain(text) })
    }

    pub fn quote(&mut self, indent: u8, text: &str, source: &str) -> &mut Self {
        self.add(BlockKind::Quote { indent, text: plain(text), source: plain(source) })
    }

    pub fn table(&mut self, indent: u8, caption: &str, header_rows: usize, rows: &[&[&str]]) -> &mut Self {
        self.add(BlockKind::Table { indent, table: table(caption, header_rows, rows) })
    }
}

pub fn plain(text: &str) -> Vec<Span> {
    vec![Span::plain(text)]
}

pub fn styled(text: &str, style: SpanStyle) -> Span {
    Span { style, ..Span::plain(text) }
}

/// A table without spans; cells of digits stand right.
pub fn table(caption: &str, header_rows: usize, rows: &[&[&str]]) -> Table {
    let cell = |row: usize, column: usize, text: &str| {
        let number = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == ',');
        Cell {
            row,
            column,
            row_span: 1,
            column_span: 1,
            head: row < header_rows,
            align: if row < header_rows {
                Align::Center
            } else if number {
                Align::Right
            } else {
                Align::Left
            },
            paragraphs: text.split('\n').map(plain).collect(),
        }
    };
    let columns = rows.iter().map(|row| row.len()).max().unwrap_or(0);
    let cells = rows.iter().enumerate().flat_map(|(r, row)| row.iter().enumerate().map(move |(c, text)| cell(r, c, text))).collect();
    Table {
        caption: if caption.is_empty() { Vec::new() } else { plain(caption) },
        columns,
        rows: rows.len(),
        header_rows,
        landscape: false,
        nested: false,
        widths: Vec::new(),
        cells,
    }
}

/// A plan of a few pages with everything a page can hold.
pub fn plan() -> Manuscript {
    let mut draft = Draft::new();
    draft.title("令和7年度 事業計画").subtitle("社会福祉法人 わかば市社会福祉協議会").subtitle("令和7年3月18日 理事会");
    draft.heading(HeadingRank::Part, 1, "Ⅰ", "基本方針");
    draft.paragraph(0, "わかば市では、ひとり暮らしの高齢者や、日々の買い物に困る世帯が年ごとに増えています。本会は「おたがいさま」の心を大切にし、小さな困りごとを見のがさない地域づくりを、住民の皆さまとともに進めてまいります。");
    draft.paragraph(0, "今年度は２０２５年から始まる第５次地域福祉活動計画（計画期間：令和7年4月1日～令和12年3月31日）の初年度にあたり、36の地区社協・SNSを通じた広報・ICTの活用などに、10,000円単位で予算を組み替えて取り組みます……。");
    draft.paragraph_spans(
        0,
        vec![
            Span::plain("特に「ふれあい食堂」は"),
            styled("市内48か所すべてで年12回以上", SpanStyle::Strong),
            Span::plain("開くこととし、"),
            styled("会場までの送迎を新たに行います", SpanStyle::Underlined),
            Span::plain("。（詳しくは"),
            Span { link: Some(SourceId(14)), ..Span::plain("Ⅱの1の(1)") },
            Span::plain("を参照。）"),
        ],
    );
    draft.heading(HeadingRank::Part, 1, "Ⅱ", "事業内容");
    draft.heading(HeadingRank::Chapter, 2, "1", "支えあう地域づくり");
    draft.heading_spans(HeadingRank::Project, 3, "(1)", vec![Span::plain("ふれあい食堂の開催支援"), Span::plain("【新規】【市受託】")]);
    draft.note(2, "担当：地域支援課　　連携：民生委員児童委員協議会、わかば食品株式会社、青空高等学校");
    draft.paragraph(2, "子どもから高齢者までが同じ食卓を囲む場を、公民館や空き店舗で開きます。");
    for (label, text) in [
        ("①", "運営団体への助成（1団体あたり年間50,000円、48団体）"),
        ("②", "衛生講習会の開催（5月、11月の年2回。講師は市の保健センターに依頼し、受講した方には修了証を渡します。）"),
        ("③", "食材を分けあう「おすそわけ便」（毎週水曜日）"),
    ] {
        draft.item(2, 1, label, text);
    }
    draft.item(3, 2, "・", "集める品：米、乾めん、缶詰、調味料など、常温で1か月以上もつもの");
    draft.item(3, 2, "・", "届け先：登録した126世帯");
    draft.item(2, 1, "④", "ボランティアの募集・登録・研修（ア 新人向け、イ 経験者向け）");
    draft.quote(2, "「孫のような子とごはんを食べるのが、いちばんの薬です。次の水曜が待ち遠しい。」", "（参加者・82歳）");
    draft.heading_spans(
        HeadingRank::Project,
        3,
        "(2)",
        vec![styled("拡", SpanStyle::Boxed), Span::plain("見守りネットワーク事業【拡充】")],
    );
    draft.paragraph(2, "新聞販売店、郵便局、電気・ガス事業者などと協定を結び、気がかりな様子に気づいたら知らせていただく仕組みです。令和7年度は協定先を24社から36社に広げ、通報から訪問までを24時間以内に行えるよう、休日の当番を置きます。");
    draft.table(
        2,
        "表1　見守りの件数",
        1,
        &[
            &["区分", "令和5年度", "令和6年度（見込み）", "令和7年度（目標）", "備考"],
            &["通報", "214", "260", "320", "協定先の増による"],
            &["訪問", "198", "247", "320", "通報のすべてに訪問する。留守のときは3日以内に再び訪ねる。"],
            &["救急につないだもの", "12", "9", "―", ""],
        ],
    );
    draft.heading(HeadingRank::Chapter, 2, "2", "相談支援");
    draft.heading(HeadingRank::Project, 3, "(10)", "暮らしの総合相談窓口");
    draft.item(2, 1, "ア", "髙橋・𠮷田・葛\u{E0100}西の各相談員が、月曜日から金曜日の午前9時～午後5時に応じます。");
    draft.item(2, 1, "イ", "か\u{3099}っこうの家（出張相談）は毎月第3木曜日、か\u{309A}の字も正しく出ます。");
    draft.add(BlockKind::Table { indent: 0, table: form() });
    draft.0
}

/// A form: head cells at the left, spans, nested lists in cells.
pub fn form() -> Table {
    let mut table = table(
        "",
        0,
        &[
            &["開催日", "令和7年9月6日（土）", "会場", "わかば市民会館 大ホール"],
            &["参加者", "住民 86人、民生委員 24人、学生 12人", "", ""],
            &[
                "内容",
                "・開会のあいさつ\n・活動の報告（3地区）\n①東地区：買い物バスを始めて半年。運転ボランティアが足りず、月2回から月1回に減らした時期がある。\n②西地区：空き家を直した居場所「ひだまり」に、延べ1,240人が集まった。\n・意見交換",
                "",
                "",
            ],
        ],
    );
    table.cells.retain(|cell| cell.row == 0 || cell.column < 2);
    for cell in &mut table.cells {
        cell.head = cell.column % 2 == 0;
        if cell.row > 0 && cell.column == 1 {
            cell.column_span = 3;
        }
    }
    table
}

/// The texts of the pages' lines with their places, for people to read and for golden files.
pub fn dump(pages: &Pages) -> String {
    let mut out = String::new();
    for (number, page) in pages.pages.iter().enumerate() {
        let _ = writeln!(out, "page {}", number + 1);
        for item in &page.items {
            match item {
                Item::Run(run) => {
                    let last = run.glyphs.last().map_or(0, |glyph| glyph.x.0 + glyph.advance.0);
                    let role = run.element.map_or("artifact".to_owned(), |id| format!("{:?}", pages.structure[id.0 as usize].role));
                    let _ =
                        writeln!(out, "  {:>6} {:>6} +{:<6} {:?} {} {} | {}", run.x.0, run.y.0, last, run.font, run.size.0, role, run.text);
                }
                Item::Fill { rect, grey, .. } => {
                    let _ = writeln!(out, "  {:>6} {:>6} fill {}x{} grey {grey}", rect.x.0, rect.y.0, rect.width.0, rect.height.0);
                }
                Item::Image { rect, picture, .. } => {
                    let _ = writeln!(out, "  {:>6} {:>6} image {picture} {}x{}", rect.x.0, rect.y.0, rect.width.0, rect.height.0);
                }
                Item::Link { rect, target, .. } => {
                    let _ = writeln!(out, "  {:>6} {:>6} link {}x{} to {}", rect.x.0, rect.y.0, rect.width.0, rect.height.0, target.0);
                }
            }
        }
    }
    for bookmark in &pages.bookmarks {
        let _ = writeln!(
            out,
            "bookmark {}{} p{} y{}",
            "  ".repeat(usize::from(bookmark.level)),
            bookmark.title,
            bookmark.page + 1,
            bookmark.y.0
        );
    }
    for missing in &pages.missing {
        let _ = writeln!(out, "missing {:?} p{}", missing.text, missing.page + 1);
    }
    out
}
