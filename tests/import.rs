//! The import as a whole: shapes of real documents, the promise that nothing is lost, hostile texts,
//! time.

#![allow(clippy::disallowed_methods, reason = "tests make their own files")]

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use nendo::import::{Imported, Kind, import_bytes, import_file, import_text};
use nendo::locale::Lang;
use nendo::plan::{Block, LabelRule, MAX_DEPTH, Outline, Plan, Row, resolve_references};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

// ---- what the plan prints ---------------------------------------------------------------------

/// One line a heading, paragraph and table row, in reading order.
fn printed(plan: &Plan) -> String {
    let outline = Outline::of(plan);
    let mut out = format!("{}\n{}\n", plan.title, plan.organization);
    let body = |out: &mut String, blocks: &[Block]| {
        for block in blocks {
            match block {
                Block::Text(text) => _ = writeln!(out, "{}", resolve_references(text, &outline)),
                Block::Circle(text) => _ = writeln!(out, "○{}", resolve_references(text, &outline)),
                Block::Bullet(text) => _ = writeln!(out, "・{}", resolve_references(text, &outline)),
                Block::Quote { text, source } => _ = writeln!(out, "{}\n{source}", resolve_references(text, &outline)),
                Block::Image { .. } => panic!("no text holds a picture"),
                Block::Table(table) => {
                    for row in &table.rows {
                        let cells: Vec<&str> = row.iter().map(|cell| cell.text.as_str()).collect();
                        _ = writeln!(out, "{}", cells.join("\t"));
                    }
                }
            }
        }
    };
    body(&mut out, &plan.preface);
    for row in outline.rows() {
        _ = writeln!(out, "{}", heading(&outline, row));
        if !row.node.lead.is_empty() {
            _ = writeln!(out, "担当：{}", row.node.lead);
        }
        if let Some(budget) = row.node.budget {
            _ = writeln!(out, "予算：{}千円", nendo::manuscript::grouped(budget));
        }
        if let Some(note) = row.node.partner_line() {
            _ = writeln!(out, "〔{note}〕");
        }
        body(&mut out, &row.node.body);
    }
    out
}

fn heading(outline: &Outline, row: &Row) -> String {
    let node = &row.node;
    let mut line = resolve_references(&outline.heading(row), outline);
    if !node.schedule.is_empty() {
        _ = write!(line, "（{}）", node.schedule.join("、"));
    }
    for funding in &node.funding {
        _ = write!(line, "（{funding}）");
    }
    if let Some(status) = node.status {
        _ = write!(line, "【{}】", status.word());
    }
    line
}

/// The tree as text: labels, roles, fields, bodies, then the findings.
fn tree(imported: &Imported) -> String {
    let plan = &imported.plan;
    let outline = Outline::of(plan);
    let mut out = String::new();
    _ = writeln!(out, "title: {}\norganization: {}\nyear: {:?}", plan.title, plan.organization, plan.fiscal_year.map(|y| y.0));
    _ = writeln!(out, "numbering: {}", plan.numbering.name());
    let body = |out: &mut String, indent: usize, blocks: &[Block]| {
        for block in blocks {
            let pad = "  ".repeat(indent);
            match block {
                Block::Text(text) => _ = writeln!(out, "{pad}| {}", resolve_references(text, &outline)),
                Block::Circle(text) => _ = writeln!(out, "{pad}| ○ {}", resolve_references(text, &outline)),
                Block::Bullet(text) => _ = writeln!(out, "{pad}| ・ {}", resolve_references(text, &outline)),
                Block::Quote { text, source } => _ = writeln!(out, "{pad}| > {text} {source}"),
                Block::Image { .. } => panic!("no text holds a picture"),
                Block::Table(table) => {
                    for (at, row) in table.rows.iter().enumerate() {
                        let mark = if at < usize::from(table.header_rows) { "#" } else { "|" };
                        let cells: Vec<String> = row.iter().map(|c| c.text.replace('\n', "⏎")).collect();
                        _ = writeln!(out, "{pad}{mark}| {}", cells.join(" | "));
                    }
                }
            }
        }
    };
    body(&mut out, 0, &plan.preface);
    for row in outline.rows() {
        let depth = usize::from(row.depth);
        let rule = match row.node.label.rule {
            LabelRule::Start(n) => format!(" start={n}"),
            LabelRule::Unnumbered => " unnumbered".to_owned(),
            LabelRule::Auto => String::new(),
        };
        let level = row.node.label.level.map(|l| format!(" level={l}")).unwrap_or_default();
        _ = writeln!(out, "{}[{}] {} <{}{level}{rule}>", "  ".repeat(depth), row.label, outline.title(row), row.node.role.code());
        let pad = "  ".repeat(depth + 1);
        if let Some(note) = row.node.partner_line() {
            _ = writeln!(out, "{pad}partners: {note}");
        }
        if !row.node.lead.is_empty() || row.node.budget.is_some() {
            _ = writeln!(out, "{pad}lead: {} budget: {:?}", row.node.lead, row.node.budget);
        }
        for (name, values) in [("schedule", &row.node.schedule), ("funding", &row.node.funding)] {
            if !values.is_empty() {
                _ = writeln!(out, "{pad}{name}: {}", values.join(" / "));
            }
        }
        if let Some(status) = row.node.status {
            _ = writeln!(out, "{pad}status: {}", status.code());
        }
        body(&mut out, depth + 1, &row.node.body);
    }
    for finding in &imported.findings {
        _ = writeln!(out, "! {} {} {}", finding.rule, finding.place.line.unwrap_or_default(), finding.text(Lang::Ja));
    }
    out
}

// ---- no character is lost ---------------------------------------------------------------------

/// Whether layout may change `c`: white space, list dashes, bullets, table bars, Markdown marks.
fn is_layout(c: char, kind: Kind) -> bool {
    const BULLETS: &str = "-–—−－*+|・･•‣⁃∙·▪▫◦➢➤➣►▸✓✔❖○◯〇⚪‐";
    c.is_whitespace()
        || c == '\u{FEFF}'
        || ('\u{F000}'..='\u{F0FF}').contains(&c)
        || BULLETS.contains(c)
        || (kind == Kind::Markdown && "#`~>_\\=:".contains(c))
}

fn counts(text: &str, kind: Kind) -> HashMap<char, i64> {
    let mut out = HashMap::new();
    for c in text.chars().filter(|c| !is_layout(*c, kind)).flat_map(|c| std::iter::once(c).nfkc()).filter(|c| !is_layout(*c, kind)) {
        *out.entry(c).or_default() += 1;
    }
    out
}

/// The characters of `source` that stand neither in the plan nor in a finding.
fn lost(source: &str, kind: Kind, imported: &Imported) -> Vec<char> {
    let mut have = counts(&printed(&imported.plan), kind);
    for finding in &imported.findings {
        for (c, n) in counts(&finding.excerpt, kind) {
            *have.entry(c).or_default() += n;
        }
    }
    // A title stands in 【】 again only if it is a part's; a table's rule is drawn again.
    // A bar within a cell is written with a backslash.
    let mut lost: Vec<char> = counts(&source.replace("\\|", "|"), kind)
        .into_iter()
        .filter(|(c, n)| have.get(c).copied().unwrap_or(0) < *n)
        .map(|(c, _)| c)
        .collect();
    lost.sort_unstable();
    lost
}

fn squash(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace() && !"-|・•".contains(*c)).collect()
}

/// The lines of `source` that do not stand in the plan in one piece, garbled marks aside.
fn missing_lines(source: &str, imported: &Imported) -> Vec<String> {
    let hay = squash(&printed(&imported.plan));
    // Behind the cover, which has its own order, every line stands after the one before it.
    let mut from = 0;
    let mut out = Vec::new();
    for (at, line) in source.lines().enumerate() {
        let mut line = line.trim().trim_start_matches(['-', ' ']);
        let number = u32::try_from(at + 1).expect("few lines");
        for finding in imported.findings.iter().filter(|f| f.rule == "import.doubtful_mark" && f.place.line == Some(number)) {
            line = line.strip_prefix(finding.excerpt.as_str()).unwrap_or(line).trim_start();
        }
        for cell in line.split(['\t', '|']).map(squash).filter(|cell| cell.chars().count() > 1) {
            let place = if number > 12 { hay[from..].find(&cell).map(|at| from + at) } else { hay.contains(&cell).then_some(from) };
            if let Some(at) = place {
                from = at;
            } else {
                out.push(format!("{number}: {cell}"));
            }
        }
    }
    out
}

// ---- the reference documents ------------------------------------------------------------------

/// The folder of the reference documents, where it exists: they are not part of the package.
fn reference_documents() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder).map(|dir| dir.flatten().map(|e| e.path()).collect()).unwrap_or_default();
    files.retain(|file| file.extension().is_some_and(|e| e == "txt"));
    files.sort();
    if files.is_empty() {
        eprintln!("skipped: no reference documents in {}", folder.display());
    }
    files
}

#[test]
fn reference_documents_lose_nothing() {
    for file in reference_documents() {
        let source = std::fs::read_to_string(&file).expect("readable");
        let imported = import_file(&file).expect("a plan");
        if let Ok(folder) = std::env::var("NENDO_DUMP_TREES") {
            let name = file.file_name().expect("a name").to_string_lossy().into_owned();
            std::fs::write(Path::new(&folder).join(name), tree(&imported)).expect("written");
        }
        assert_eq!(lost(&source, Kind::Text, &imported), Vec::<char>::new(), "{}", file.display());
        assert_eq!(missing_lines(&source, &imported), Vec::<String>::new(), "{}", file.display());
        assert!(imported.plan.depth() <= MAX_DEPTH);
    }
}

#[test]
fn a_reference_document_refers_by_id() {
    for file in reference_documents().iter().filter(|f| f.to_string_lossy().contains("002_")) {
        let plan = import_file(file).expect("a plan").plan;
        let referring = plan.walk().filter(|node| node.title.contains("[[")).count();
        assert_eq!(referring, 1);
    }
}

// ---- any text ---------------------------------------------------------------------------------

/// Lines as plans have them, in every mixture.
fn plan_like() -> impl Strategy<Value = String> {
    let lead = prop::sample::select(vec![
        "",
        "",
        "",
        "- ",
        " - ",
        "　",
        "\t",
        "  * ",
        "㊦ ",
        "④ ",
        "> ",
        "## ",
        "●",
        "（新）",
        "新",
        "キ",
        "※",
        "<!-- ",
        "--> ",
        "**",
    ]);
    let label = prop::sample::select(vec![
        "",
        "",
        "1 ",
        "２　",
        "3. ",
        "１．",
        "2、",
        "(1)",
        "（２）",
        "(３) ",
        "①",
        "② ",
        "ア ",
        "イ",
        "(ア)",
        "（イ）",
        "a ",
        "(b)",
        "ⅰ ",
        "一　",
        "第1 ",
        "第2章　",
        "・",
        "○",
        "○ ",
        "1.1 ",
        "1-2 ",
        "Ⅰ ",
        "（一）",
        "■",
        "※",
        "1）",
        "( 3 )",
        "(51)",
        "㊿",
        "アア　",
        "担当：",
        "予算：",
        "キ ",
        "\u{F06C}",
        "99 ",
        "007 ",
        "0 ",
        "|a|",
        "|---|:-|",
        "A. ",
    ]);
    let title = prop::sample::select(vec![
        "",
        "基本方針",
        "地区社協会長会議",
        "【重点目標】",
        "令和7年度事業計画",
        "わかば市社会福祉協議会",
        "取り組みます。",
        "「１ 基本方針」を軸にする。",
        "名\t数\t備考",
        "a\tb",
        "| x | y |",
        "〔市、県と連携して実施〕",
        "日時 9月6日（日）",
        "講座「はじめ",
        "(36回)",
        "- - -",
        "[[x]]",
        "令和6年度は新しくする。",
        "1,200千円",
        "- 1 -",
        "研修（新規）６月",
        "集い＜拡充＞と会",
        "*強調*と`code`",
        "---\ntitle: 計画\ndate: 1\n---",
        "進めていきたいと考え、住民とともに活動を行\nい、支えます。",
        "ああああああああああああああああああああああああああああああああああああああああああ",
    ]);
    let mark = prop::sample::select(vec![
        "",
        "",
        "",
        "（4月、7月）",
        "(2回)",
        "（市受託事業）",
        "【新規】",
        "[新]",
        "（随時）【拡充】",
        "（年2回）（自主事業）",
        "）",
    ]);
    let end = prop::sample::select(vec!["\n", "\n", "\n\n", "\r\n", "\n\n\n", " \n"]);
    prop::collection::vec((lead, label, title, mark, end), 0..40)
        .prop_map(|lines| lines.into_iter().map(|(a, b, c, d, e)| format!("{a}{b}{c}{d}{e}")).collect())
}

fn check_any(text: &str) {
    for kind in [Kind::Text, Kind::Markdown] {
        let imported = import_text(text, kind);
        let without_rules: String = text
            .lines()
            .filter(|l| !(l.contains('|') && l.chars().all(|c| " -|:\t　*>".contains(c))))
            .fold(String::new(), |all, l| all + l + "\n");
        let lost = lost(&without_rules, kind, &imported);
        assert!(lost.is_empty(), "{kind:?} lost {lost:?}\n{}", tree(&imported));
        assert!(imported.plan.depth() <= MAX_DEPTH);
        for row in Outline::of(&imported.plan).rows() {
            assert!(!row.node.title.contains(['\n', '\r']), "{:?}", row.node.title);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_loses_a_character(text in any::<String>()) {
        check_any(&text);
    }

    #[test]
    fn no_plan_like_text_loses_a_character(text in plan_like()) {
        check_any(&text);
    }

    #[test]
    fn no_mixture_of_signs_loses_a_character(text in "[-|:・①②ア１(（)）【】＜＞<!> \\t\\n#>*_`~=\\\\新規○第1.、。「」]{0,120}") {
        check_any(&text);
    }

    #[test]
    fn any_bytes_are_a_plan_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Err(error) = import_bytes(&bytes, Kind::Text) {
            for lang in [Lang::Ja, Lang::En] {
                let text = error.message().text(lang);
                prop_assert!(!text.contains('{') && !text.starts_with("import."), "{text}");
            }
        }
    }
}

#[test]
fn hostile_nesting_is_made_flat_and_said() {
    let deep: String = (0..200).map(|i| format!("{}- 項目{i}\n", "  ".repeat(i))).collect();
    let imported = import_text(&deep, Kind::Text);
    assert_eq!(imported.plan.depth(), MAX_DEPTH);
    assert!(imported.findings.iter().any(|f| f.rule == "import.too_deep"));
    check_any(&deep);
    check_any(&"- ".repeat(2000));
    check_any(&"【".repeat(2000));
    check_any(&"（".repeat(5000));
}

// ---- what users' texts taught -------------------------------------------------------------------

fn read(text: &str) -> Imported {
    let imported = import_text(text, Kind::Text);
    assert_eq!(lost(text, Kind::Text, &imported), Vec::<char>::new(), "{}", tree(&imported));
    imported
}

/// Depth, label and title of every node.
fn rows(imported: &Imported) -> Vec<String> {
    let outline = Outline::of(&imported.plan);
    outline.rows().iter().map(|row| format!("{}{} {}", " ".repeat(row.depth.into()), squash(&row.label), row.node.title)).collect()
}

fn rules(imported: &Imported) -> Vec<&str> {
    imported.findings.iter().map(|finding| finding.rule).collect()
}

fn texts(imported: &Imported) -> Vec<&str> {
    let blocks = imported.plan.preface.iter().chain(imported.plan.walk().flat_map(|node| &node.body));
    blocks.filter_map(|block| if let Block::Text(text) = block { Some(text.as_str()) } else { None }).collect()
}

#[test]
fn a_repeated_first_number_builds_no_staircase() {
    let got = read("令和８年度事業計画\n１　甲\n１　乙\n２　丙\n");
    assert_eq!(rows(&got), ["1 甲", "1 乙", "2 丙"]);
    assert_eq!(rules(&got), ["import.number_repeated"]);
    assert_eq!(read(&format!("令和８年度事業計画\n{}", "ア　見出し\n".repeat(29))).plan.depth(), 1);
    assert_eq!(read("令和８年度事業計画\n第1節 福祉\n第１節 教育\n").plan.depth(), 1);
    let got = import_text("# 令和８年度事業計画\n\n1. 甲\n1. 乙\n1. 丙\n", Kind::Markdown);
    assert_eq!(rows(&got), ["1. 甲", "2. 乙", "3. 丙"]);
    assert_eq!(rules(&got), ["import.list_counted"]);
    let got = import_text("# 令和８年度事業計画\n\n1. 甲\n   1. 内\n   1. 外\n2. 乙\n\n本文です。\n\n1. 丙\n", Kind::Markdown);
    assert_eq!(rows(&got), ["1. 甲", " 1. 内", " 2. 外", "2. 乙", "1. 丙"]);
}

#[test]
fn prose_cut_in_mid_word_is_joined() {
    for (text, want) in [
        (
            "１　方針\n　　少子高齢化が進む中、地域で支え合うことが一層求められていま\n　す。本会では、進める。\n",
            "少子高齢化が進む中、地域で支え合うことが一層求められています。本会では、進める。",
        ),
        (
            "１　方針\n 法人の健全な運営のため理事会を開催する。な\nお、必要に応じて開く。\n",
            "法人の健全な運営のため理事会を開催する。なお、必要に応じて開く。",
        ),
        (
            "１　方針\n住民の皆さんが安心して暮らせる地域を\n目指し、関係する団体と連携しながら、\n見守りを進めます。\n",
            "住民の皆さんが安心して暮らせる地域を目指し、関係する団体と連携しながら、見守りを進めます。",
        ),
        (
            "１　方針\nThe association works with the town and with all of its\nmembers to keep the place safe.\n",
            "The association works with the town and with all of its members to keep the place safe.",
        ),
    ] {
        assert_eq!(texts(&read(&format!("令和８年度事業計画\n{text}"))), [want]);
    }
    let apart = read("令和８年度事業計画\n１　方針\n日時：4月1日、5月2日、6月3日の午後に行う予定\n場所：会館\n");
    assert_eq!(texts(&apart).len(), 2);
}

#[test]
fn a_label_right_behind_a_table_is_a_label() {
    assert_eq!(rows(&read("令和８年度事業計画\n月\t行事\n4月\t総会\n１　名簿\n山田\n"))[1..], ["1 名簿"]);
}

#[test]
fn marks_before_labels_are_asked_for_and_break_no_sequence() {
    let got =
        read("令和８年度事業計画\n１　広報\n●２　相談\n３　視察\nキ４　会報\n５　会\n（新）６　大会\n新７　集い\n※８　見学\n④９　重複\n");
    assert_eq!(rows(&got), ["1 広報", "2 相談", "3 視察", "4 会報", "5 会", "6 大会", "7 集い", "8 見学", "9 重複"]);
    assert_eq!(rules(&got), ["import.doubtful_mark"; 6]);
}

#[test]
fn markdown_of_editors() {
    let text = "---\ntitle: 令和8年度事業計画\nauthor: みどり会\ndate: 2026-04-01\n---\n\n# 方針\n\n<!-- 注意 -->\n![図](a.png)\n**太字**\n続き\n\n\\* 注\n\n*強調*と`code`と[文](http://x.jp)。\n\n|名|数|\n|---|---|\n|定款\\|改正|1|\n";
    let got = import_text(text, Kind::Markdown);
    assert_eq!((got.plan.title.as_str(), got.plan.organization.as_str()), ("令和8年度事業計画", "みどり会"));
    assert_eq!(texts(&got), ["![図](a.png)", "太字", "続き", "＊注", "強調とcodeと文(http://x.jp)。"]);
    assert_eq!(rules(&got), ["import.front_matter", "import.comment_left_out"]);
    assert_eq!(got.findings[0].excerpt, "title author date: 2026-04-01");
    let cells: Vec<&str> = got
        .plan
        .walk()
        .flat_map(|node| &node.body)
        .find_map(|block| match block {
            Block::Table(table) => Some(table.rows[1].iter().map(|cell| cell.text.as_str()).collect()),
            _ => None,
        })
        .expect("a table");
    assert_eq!(cells, ["定款|改正", "1"]);
}

#[test]
fn organizations_of_other_fields() {
    for (text, want) in [
        ("2026年度（令和8年度）　学校法人みどり学園　事業計画\n", "学校法人みどり学園"),
        ("令和8年度事業計画\n東浜商工会議所\n", "東浜商工会議所"),
        ("令和8年度事業計画\n山手PTA\n", "山手PTA"),
        ("令和8年度　特別養護老人ホームひだまり苑　事業計画\n", "特別養護老人ホームひだまり苑"),
    ] {
        assert_eq!(read(&format!("{text}\n１　甲\n")).plan.organization, want);
    }
}

#[test]
fn marks_of_titles_are_said_once() {
    let got = read(
        "令和8年度事業計画\n１　相談（継続）（市委託事業）\n２　研修【新規】（担当：総務課）\n３　大会（新規）６月\n４　集い＜新規＞\n５　甲（市委託事業・県補助事業）\n",
    );
    assert_eq!(rows(&got), ["1 相談", "2 研修（担当：総務課）", "3 大会　６月", "4 集い", "5 甲"]);
    let marks: Vec<&str> = got.findings.iter().map(|finding| finding.excerpt.as_str()).collect();
    assert_eq!(marks, ["（継続）", "【新規】", "（新規）", "＜新規＞"]);
    assert_eq!(got.plan.walk().last().map(|node| node.funding.clone()), Some(vec!["市委託事業・県補助事業".to_owned()]));
}

#[test]
fn who_and_how_much_are_data_where_they_print_again() {
    let got = read(
        "令和8年度事業計画\n１　相談\n担当：地域福祉課\n予算：1,200千円\n２　研修\n担当課　総務課\n３　甲\n〔市と共催〕\n４　乙\n予算：50万円\n",
    );
    let first = got.plan.walk().next().expect("a node");
    assert_eq!((first.lead.as_str(), first.budget), ("地域福祉課", Some(1200)));
    assert_eq!(texts(&got), ["担当課　総務課", "予算：50万円"]);
    assert!(got.plan.walk().any(|node| node.partners == ["市"]));
}

#[test]
fn labels_beyond_the_last_glyph_count_on() {
    let circled = (1..=50u32).map(|n| {
        char::from_u32(
            n + if n <= 20 {
                0x245F
            } else if n <= 35 {
                0x323C
            } else {
                0x328D
            },
        )
        .expect("a glyph")
    });
    let katakana = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン".chars();
    for (glyphs, next) in [(circled.collect::<String>(), ["(51)", "(52)"]), (katakana.collect(), ["アア", "アイ"])] {
        let mut text = "令和8年度事業計画\n".to_owned();
        for label in glyphs.chars().map(String::from).chain(next.map(String::from)) {
            _ = writeln!(text, "{label}　項");
        }
        let got = read(&text);
        assert_eq!(rules(&got), Vec::<&str>::new());
        assert_eq!(got.plan.nodes.len(), glyphs.chars().count() + 2);
        assert_eq!(rows(&got).last().map(|row| row.trim().to_owned()), Some(format!("{} 項", next[1])));
    }
    assert_eq!(rows(&read("令和8年度事業計画\n(1)甲\n(2)乙\n( 3 )環境美化\n")), ["(1) 甲", "(2) 乙", "(3) 環境美化"]);
}

#[test]
fn page_numbers_are_no_text() {
    let got = read("令和8年度事業計画\n１　甲\n\n- 1 -\n\n２　乙\n－ 2 －\n");
    assert_eq!((texts(&got).len(), rules(&got)), (0, vec!["import.page_number"; 2]));
    assert!(!got.findings[0].text(Lang::Ja).contains("行目"));
}

#[test]
fn the_same_text_is_the_same_plan() {
    let ids = |text: &str| read(text).plan.walk().map(|node| node.id).collect::<Vec<_>>();
    let text = "令和8年度事業計画\n１　甲\n２　乙\n";
    assert_eq!(ids(text), ids(text));
    assert_ne!(ids(text), ids("令和9年度事業計画\n１　甲\n２　乙\n"));
}

// ---- time -------------------------------------------------------------------------------------

fn long_text(bytes: usize) -> String {
    let mut out = String::from("令和7年度事業計画\n\n");
    let mut part = 0;
    while out.len() < bytes {
        part += 1;
        _ = write!(
            out,
            "{part} 部{part}\n\n本文です。「1 部1」のとおり進めます。\n\n(1) 事業（市受託事業）【新規】\n\n①地区活動\n\nア 会議\n\n- ・会長会議（4月、7月）\n- ・研修（随時）\n名\t数\n甲\t1\n\n"
        );
    }
    out
}

/// With a cost by the square each of these would take minutes; how long they take is printed by `benches/library.rs`.
#[test]
fn large_texts_of_every_shape_are_read_whole() {
    for (name, text, word, times) in [
        ("100 pages", long_text(200_000), '会', None),
        ("one line", "あ（".repeat(330_000), 'あ', Some(330_000)),
        ("broken lines", format!("{}\n", "あ".repeat(40)).repeat(16_000), 'あ', Some(640_000)),
        ("bullets", "- ・x\n".repeat(280_000), 'x', Some(280_000)),
        ("tabs", "a\tb\n".repeat(400_000), 'b', Some(400_000)),
        ("quotation marks", "「".repeat(200_000), '「', Some(200_000)),
    ] {
        let times = times.unwrap_or_else(|| text.matches(word).count());
        for kind in [Kind::Text, Kind::Markdown] {
            let plan = import_text(&text, kind).plan;
            let blocks = plan.preface.iter().chain(plan.walk().flat_map(|node| &node.body));
            let schedules = plan.walk().flat_map(|node| &node.schedule).map(String::as_str);
            let titles = plan.walk().map(|node| node.title.as_str());
            let texts = std::iter::once(plan.title.as_str()).chain(titles).chain(schedules).chain(blocks.flat_map(Block::texts));
            let found: usize = texts.map(|text| text.matches(word).count()).sum();
            assert!(found >= times, "{name} {kind:?}: {found} of {times}");
        }
    }
    let huge = vec![b'a'; 65 * 1024 * 1024];
    assert!(matches!(import_bytes(&huge, Kind::Text), Err(nendo::import::ImportError::TooLarge { .. })));
}

// ---- shapes -----------------------------------------------------------------------------------

/// The trees of the texts in `tests/fixtures/import` as kept in `tests/golden/import`; written anew
/// with `NENDO_WRITE_GOLDEN=1`.
#[test]
fn shapes_of_real_documents() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(tests.join("fixtures/import")).expect("the fixtures").flatten().map(|entry| entry.path()).collect();
    files.sort();
    assert!(files.len() >= 8);
    for file in files {
        let source = std::fs::read_to_string(&file).expect("readable");
        let kind = Kind::of_path(&file);
        let imported = import_file(&file).expect("a plan");
        let golden = tests.join("golden/import").join(file.file_name().expect("a name")).with_extension("txt");
        let got = tree(&imported);
        if std::env::var_os("NENDO_WRITE_GOLDEN").is_some() {
            std::fs::write(&golden, &got).expect("written");
        }
        let want = std::fs::read_to_string(&golden).unwrap_or_default().replace("\r\n", "\n");
        assert!(got == want, "{} differs:\n{got}", golden.display());
        let rules: String = source.lines().filter(|l| !l.starts_with("|:")).fold(String::new(), |all, l| all + l + "\n");
        assert_eq!(lost(&rules, kind, &imported), Vec::<char>::new(), "{}", file.display());
        if kind == Kind::Text {
            assert_eq!(missing_lines(&source, &imported), Vec::<String>::new(), "{}", file.display());
        }
    }
}

#[test]
fn reference_documents_keep_their_shape() {
    for file in reference_documents() {
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        let imported = import_file(&file).expect("a plan");
        let plan = &imported.plan;
        let outline = Outline::of(plan);
        let labels_below = |words: &str| -> Vec<String> {
            let at = outline.rows().iter().position(|row| row.node.title.contains(words)).expect("the heading");
            outline.rows().iter().filter(|row| row.parent.is_some_and(|p| p as usize == at)).map(|row| squash(&row.label)).collect()
        };
        let counted = |most: usize, form: &dyn Fn(usize) -> String| (1..=most).map(form).collect::<Vec<_>>();
        let plain = |most| counted(most, &|n| n.to_string());
        let parens = |most| counted(most, &|n| format!("({n})"));
        match &name[..3] {
            "002" => {
                assert_eq!((plan.fiscal_year.map(|y| y.0), plan.numbering.name()), (Some(2025), "section"));
                for (words, most) in [("協議・情報交換等", 5), ("検討・研究等", 3), ("モデル的取組み", 1), ("情報収集・発信等", 5)]
                {
                    assert_eq!(labels_below(words), plain(most), "{words}");
                }
            }
            "003" => {
                assert_eq!((plan.fiscal_year.map(|y| y.0), plan.numbering.name()), (Some(2020), "city"));
                assert_eq!(labels_below("重点目標"), plain(5));
                assert_eq!(labels_below("事業内容"), parens(8));
                let chapters = outline.rows().iter().filter(|row| row.depth == 1 && row.label.starts_with('('));
                let projects: Vec<usize> = chapters.map(|row| row.node.children.len()).collect();
                assert_eq!(projects, [8, 8, 6, 6, 3, 5, 2, 4]);
                assert!(plan.walk().any(|node| node.partners == ["地区社協会長部会"]));
                assert!(plan.walk().filter(|node| !node.schedule.is_empty()).count() >= 80);
                assert_eq!(imported.findings.iter().filter(|f| f.rule == "import.doubtful_mark").count(), 17);
            }
            "004" => {
                assert_eq!((plan.fiscal_year.map(|y| y.0), plan.numbering.name(), plan.nodes.len()), (Some(2024), "parts", 8));
                assert_eq!(plan.walk().filter(|n| n.funding.iter().any(|f| f.contains("受託") || f.contains("自主"))).count(), 10);
                assert_eq!(plan.walk().filter(|n| n.status.is_some()).count(), 3);
            }
            "000" => assert_eq!(plan.walk().filter(|n| n.body.iter().any(|b| matches!(b, Block::Table(_)))).count(), 3),
            _ => assert!(plan.walk().any(|n| n.role == nendo::plan::Role::Record)),
        }
    }
}
