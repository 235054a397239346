//! The command line as scripts use it: exit statuses, messages, and nothing written on failure.

#![allow(clippy::disallowed_methods, reason = "tests make their own files")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

fn nendo(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_nendo")).args(["--lang", "en"]).args(args).current_dir(folder).output().expect("the program runs")
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

fn put(folder: &TempDir, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, content).expect("written");
    path
}

fn error_of(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!text.contains("panicked"), "{text}");
    text
}

const PLAN: &str = "(format: \"nendo-plan\", version: 1, title: \"令和7年度事業計画\", fiscal_year: 2025, nodes: [(role: Policy, title: \"基本方針\", body: [Text(\"支え合う。\")])])";

#[test]
fn a_plan_is_formatted_listed_and_exported() {
    let dir = folder();
    let plan = put(&dir, "p.ron", PLAN);
    assert_eq!(nendo(dir.path(), &["fmt", "p.ron"]).status.code(), Some(0));
    let canonical = fs::read(&plan).expect("there");
    assert_eq!(nendo(dir.path(), &["fmt", "p.ron"]).status.code(), Some(0));
    assert_eq!(fs::read(&plan).expect("there"), canonical, "fmt is idempotent");
    let listed = nendo(dir.path(), &["outline", "p.ron"]);
    assert!(String::from_utf8_lossy(&listed.stdout).contains("第1　基本方針"));
    let json: serde_json::Value =
        serde_json::from_slice(&nendo(dir.path(), &["outline", "p.ron", "--format", "json"]).stdout).expect("JSON");
    assert_eq!(json["fiscal_year"], 2025);
    assert_eq!(json["nodes"][0]["path"], "第1");
    assert_eq!(nendo(dir.path(), &["export", "p.ron", "-o", "p.txt"]).status.code(), Some(0));
    assert!(fs::read_to_string(dir.path().join("p.txt")).expect("there").contains("支え合う。"));
    assert_eq!(nendo(dir.path(), &["export", "p.ron", "-o", "p.pdf"]).status.code(), Some(0));
    let whole = fs::read(dir.path().join("p.pdf")).expect("there");
    assert!(whole.starts_with(b"%PDF-1.7"));
    assert_eq!(nendo(dir.path(), &["export", "p.ron", "-o", "one.pdf", "--pages", "1"]).status.code(), Some(0));
    let one = lopdf::Document::load(dir.path().join("one.pdf")).expect("a PDF");
    assert_eq!(one.get_pages().len(), 1);
    for (wrong, words) in
        [(["p.pdf", "9"], "pages in all"), (["p.pdf", "x"], "\"x\""), (["p.pdf", ""], "--pages names no page"), (["p.txt", "1"], "--pages")]
    {
        let output = nendo(dir.path(), &["export", "p.ron", "-o", wrong[0], "--pages", wrong[1], "--lang", "en"]);
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
        assert!(error_of(&output).contains(words), "{}", error_of(&output));
    }
    assert_eq!(fs::read(dir.path().join("p.pdf")).expect("there"), whole, "nothing was written");
}

#[test]
fn an_export_tells_what_a_reader_would_stumble_on_and_writes_all_the_same() {
    let dir = folder();
    let gone = nendo::plan::NodeId::derived(7, 7);
    let plan = |body: &str, goals: &str, style: &str| {
        format!(
            "(format: \"nendo-plan\", version: 1, title: \"令和7年度事業計画\", fiscal_year: 2025, style: ({style}), nodes: [(role: Policy, title: \"基本方針\", children: [(role: Project, title: \"見守り\", goals: [{goals}], body: [{body}])])])"
        )
    };
    let cases = [
        (plan(&format!("Text(\"[[{gone}]]のとおり\")"), "", ""), 1, "見守り」: error: 1 reference"),
        (plan("", &format!("\"{gone}\""), ""), 1, "見守り」: error: 1 priority goal"),
        (plan("Text(\"4月1日（月）に行う。\")", "", ""), 1, "Wrong weekday"),
        (plan("", "", "base_size: 14"), 0, "warning: The type size base_size: 14 reads as 1.4 pt"),
    ];
    for (text, status, words) in cases {
        put(&dir, "p.ron", &text);
        for target in ["p.pdf", "p.html", "p.txt"] {
            let output = nendo(dir.path(), &["export", "p.ron", "-o", target]);
            assert_eq!(output.status.code(), Some(status), "{words}: {}", error_of(&output));
            assert!(error_of(&output).contains(words), "{}", error_of(&output));
            fs::remove_file(dir.path().join(target)).expect("written all the same");
        }
    }
    put(&dir, "p.ron", plan("Image(file: \"a.png\")", "", ""));
    let output = nendo(dir.path(), &["export", "p.ron", "-o", "p.pdf"]);
    assert!(error_of(&output).contains("no alternative text"), "{}", error_of(&output));
}

#[test]
fn bad_plans_are_refused_with_place_and_remedy() {
    let dir = folder();
    let id = "0123456789abcdefghjkmnpqrs";
    let nested =
        |n: usize| format!("(format: \"nendo-plan\", version: 1, title: \"t\", nodes: [{}{}])", "(children: [".repeat(n), "])".repeat(n));
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("empty", b"".to_vec(), "empty"),
        ("truncated", PLAN.as_bytes()[..120].to_vec(), "breaks off"),
        ("other text", "基本方針".into(), "not a plan of Nendo"),
        ("newer version", PLAN.replace("version: 1", "version: 99").into(), "newer Nendo"),
        ("binary", (0..=255u8).cycle().take(4096).collect(), "not UTF-8"),
        ("Shift_JIS", b"(format: \"nendo-plan\", version: 1, title: \"\x97\xdf\x98a\")".to_vec(), "Line 1: not UTF-8"),
        ("unknown field", PLAN.replace("title: \"基本", "titel: \"基本").into(), "no field \"titel\""),
        ("too deep", nested(25).into(), "at most 24 levels"),
        ("hostile depth", nested(200_000).into(), "at most 24 levels"),
        (
            "duplicate ids",
            format!("(format: \"nendo-plan\", version: 1, title: \"t\", nodes: [\n(id: \"{id}\"),\n(id: \"{id}\")\n])").into(),
            "Line 3",
        ),
    ];
    for (name, bytes, want) in cases {
        let plan = put(&dir, "bad.ron", &bytes);
        for verb in [&["fmt", "bad.ron"][..], &["export", "bad.ron", "-o", "out.pdf"], &["outline", "bad.ron"]] {
            let output = nendo(dir.path(), verb);
            assert_eq!(output.status.code(), Some(2), "{name}: {verb:?}");
            assert!(error_of(&output).contains(want), "{name}: {}", error_of(&output));
            assert!(output.stdout.is_empty(), "{name}");
        }
        assert_eq!(fs::read(plan).expect("there"), bytes, "{name}: the file is untouched");
        assert!(!dir.path().join("out.pdf").exists(), "{name}: nothing is written");
    }
}

#[test]
fn bad_texts_are_refused_and_nothing_is_written() {
    let dir = folder();
    let huge = dir.path().join("huge.txt");
    // A sparse file: 100 MB by its length, nothing on the disk.
    fs::File::create(&huge).and_then(|file| file.set_len(100_000_000)).expect("made");
    put(&dir, "empty.txt", "");
    put(&dir, "binary.txt", (0..=255u8).cycle().take(10_000).collect::<Vec<_>>());
    for name in ["huge.txt", "empty.txt", "binary.txt", "missing.txt"] {
        let output = nendo(dir.path(), &["import", name, "-o", "out.ron"]);
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(!error_of(&output).trim().is_empty(), "{name}");
        assert!(!dir.path().join("out.ron").exists(), "{name}");
    }
}

#[test]
fn the_source_is_never_overwritten() {
    let dir = folder();
    put(&dir, "in.txt", "１ 基本方針\n");
    let output = nendo(dir.path(), &["import", "in.txt", "-o", "./in.txt"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(error_of(&output).contains("same file"));
    assert_eq!(fs::read_to_string(dir.path().join("in.txt")).expect("there"), "１ 基本方針\n");
}

#[test]
fn places_that_cannot_be_written_leave_the_old_file() {
    let dir = folder();
    put(&dir, "p.ron", PLAN);
    fs::create_dir(dir.path().join("folder.txt")).expect("made");
    for (target, named) in [("no/such/out.txt", "no/such"), ("folder.txt", "folder.txt")] {
        let output = nendo(dir.path(), &["export", "p.ron", "-o", target]);
        assert_eq!(output.status.code(), Some(2), "{target}");
        assert!(error_of(&output).contains(named), "{target}: {}", error_of(&output));
    }
    let left: Vec<_> = fs::read_dir(dir.path()).expect("a folder").map(|e| e.expect("an entry").file_name()).collect();
    assert_eq!(left.len(), 2, "no temporary file is left behind: {left:?}");
}

#[test]
fn standard_input_and_output_work() {
    use std::io::Write;
    use std::process::Stdio;
    let dir = folder();
    let mut child = Command::new(env!("CARGO_BIN_EXE_nendo"))
        .args(["import", "-", "-o", "-"])
        .current_dir(dir.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("runs");
    child.stdin.take().expect("piped").write_all("令和6年度事業計画\n１ 基本方針\n支え合う。\n".as_bytes()).expect("written");
    let output = child.wait_with_output().expect("ends");
    assert_eq!(output.status.code(), Some(0), "{}", error_of(&output));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(nendo::storage::read_plan(text.as_bytes()).is_ok(), "{text}");
}

#[test]
fn help_is_there_in_both_languages_and_mistakes_are_answered() {
    let dir = folder();
    let help = |lang: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_nendo")).args(["--lang", lang, "--help"]).output().expect("runs");
        assert_eq!(output.status.code(), Some(0));
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    for verb in ["import", "outline", "export", "compare", "merge", "fmt"] {
        assert!(help("ja").contains(&format!("nendo {verb}")) && help("en").contains(&format!("nendo {verb}")));
    }
    assert!(help("ja").contains("使い方") && help("en").contains("Usage"));
    for wrong in [&["import"][..], &["export", "p.ron", "-o", "x.xyz"], &["nonsense", "a"], &["--what"]] {
        assert_eq!(nendo(dir.path(), wrong).status.code(), Some(2), "{wrong:?}");
    }
}

const NEXT: &str = "(format: \"nendo-plan\", version: 1, title: \"令和8年度事業計画\", fiscal_year: 2026, nodes: [(role: Policy, title: \"基本方針\", body: [Text(\"共に支え合う。\")]), (role: Part, title: \"事業\")])";

#[test]
fn two_plans_are_compared_as_text_json_and_table() {
    let dir = folder();
    put(&dir, "old.ron", PLAN);
    put(&dir, "new.ron", NEXT);
    let same = nendo(dir.path(), &["compare", "old.ron", "old.ron"]);
    assert_eq!((same.status.code(), String::from_utf8_lossy(&same.stdout).as_ref()), (Some(0), "No differences.\n"));
    let text = nendo(dir.path(), &["compare", "old.ron", "new.ron"]);
    let said = String::from_utf8_lossy(&text.stdout).into_owned();
    assert_eq!(text.status.code(), Some(1));
    assert!(said.contains("{+共に+}支え合う。") && said.contains("added 1") && !said.contains('\u{1b}'), "{said}");
    let json = nendo(dir.path(), &["compare", "old.ron", "new.ron", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!(json["summary"]["edited"], 1);
    let edited = json["changes"].as_array().expect("a list").iter().find(|change| change["kind"] == "edited").expect("edited");
    assert_eq!((edited["old"]["title"].as_str(), edited["new"]["label"].as_str()), (Some("基本方針"), Some("第1")));
    let inserted = edited["text"].as_array().expect("a list").iter().find(|part| part["op"] == "insert").expect("an insertion");
    assert_eq!(inserted["text"], "共に");
    for (table, begin) in [("t.pdf", "%PDF"), ("t.html", "<!DOCTYPE html>"), ("t.docx", "PK"), ("t.xlsx", "PK")] {
        assert_eq!(nendo(dir.path(), &["compare", "old.ron", "new.ron", "-o", table, "--order", "old-left"]).status.code(), Some(1));
        assert!(fs::read(dir.path().join(table)).expect("there").starts_with(begin.as_bytes()));
    }
    for wrong in [
        &["compare", "old.ron", "gone.ron"][..],
        &["compare", "old.ron", "new.ron", "-o", "t.xyz"],
        &["compare", "old.ron", "new.ron", "-o", "old.ron"],
    ] {
        assert_eq!(nendo(dir.path(), wrong).status.code(), Some(2), "{wrong:?}");
    }
    assert_eq!(fs::read_to_string(dir.path().join("old.ron")).expect("there"), PLAN);
}

#[test]
fn a_text_is_compared_as_the_plan_it_is_read_as() {
    let dir = folder();
    put(&dir, "old.txt", "令和6年度事業計画\n１ 基本方針\n支え合う。\n２ 重点目標\n広げる。\n");
    put(&dir, "new.txt", "令和6年度事業計画\n１ 基本方針\n支え合う。\n２ 重点目標\n深める。\n");
    let told = nendo(dir.path(), &["compare", "old.txt", "new.txt"]);
    assert_eq!(told.status.code(), Some(1), "{}", error_of(&told));
    assert!(String::from_utf8_lossy(&told.stdout).contains("{+深め+}"), "{}", String::from_utf8_lossy(&told.stdout));
    // A document of a word processor is no text yet, and it is said how it becomes one.
    put(&dir, "old.docx", [b"PK\x03\x04".as_slice(), &[0xff; 64]].concat());
    let refused = nendo(dir.path(), &["--lang", "ja", "compare", "old.docx", "new.txt"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(error_of(&refused).contains("「テキスト」として保存"), "{}", error_of(&refused));
}

#[test]
fn a_merge_joins_or_names_what_is_left() {
    let dir = folder();
    let plan = |title: &str, words: &str, lead: &str| {
        format!(
            "(format: \"nendo-plan\", version: 1, title: \"{title}\", nodes: [(id: \"01wakaba0000000000000000g1\", role: Project, title: \"見守り\", lead: \"{lead}\", body: [Text(\"{words}\")])])"
        )
    };
    put(&dir, "base.ron", plan("計画", "月1回", "地域課"));
    put(&dir, "mine.ron", plan("計画", "月2回", "地域課"));
    put(&dir, "theirs.ron", plan("計画", "月1回", "総務課"));
    let merge = |theirs: &str| nendo(dir.path(), &["--lang", "ja", "merge", "base.ron", "mine.ron", theirs, "-o", "out.ron"]);
    assert_eq!(merge("theirs.ron").status.code(), Some(0));
    let joined = fs::read_to_string(dir.path().join("out.ron")).expect("there");
    assert!(joined.contains("月2回") && joined.contains("総務課") && !joined.contains("要調整"), "{joined}");
    put(&dir, "theirs.ron", plan("計画", "月3回", "地域課"));
    let output = merge("theirs.ron");
    assert_eq!(output.status.code(), Some(1));
    let said = error_of(&output);
    assert!(said.contains("月[-1-]{+2+}回") && said.contains("月[-1-]{+3+}回") && said.contains("第1「見守り」　本文の1段落目"), "{said}");
    let joined = fs::read_to_string(dir.path().join("out.ron")).expect("there");
    assert!(joined.contains("月2回") && joined.contains("【要調整】") && !joined.contains("{+"), "no marks of differences: {joined}");
    // What is left is named by a check, and by the next merge.
    let checked = nendo(dir.path(), &["--lang", "ja", "check", "out.ron"]);
    assert_eq!(checked.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&checked.stdout).contains("第1「見守り」 誤り：食い違いがまだ決まっていません：本文の1段落目"));
    let json = nendo(dir.path(), &["--lang", "ja", "check", "out.ron", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!((json[0]["rule"].as_str(), json[0]["level"].as_str()), (Some("check.open_conflict"), Some("error")));
    let again = nendo(dir.path(), &["--lang", "ja", "merge", "base.ron", "out.ron", "base.ron", "-o", "again.ron"]);
    assert_eq!(again.status.code(), Some(1));
    assert!(error_of(&again).contains("以前からの【要調整】が 1 か所"), "{}", error_of(&again));
    assert_eq!(fs::read(dir.path().join("again.ron")).expect("there"), fs::read(dir.path().join("out.ron")).expect("there"));
    let checked = nendo(dir.path(), &["--lang", "ja", "check", "base.ron"]);
    assert_eq!((checked.status.code(), String::from_utf8_lossy(&checked.stdout).trim()), (Some(0), "指摘はありません。"));
    // What one deleted and the other changed: one reads what would be lost.
    put(&dir, "theirs.ron", "(format: \"nendo-plan\", version: 1, title: \"計画\", nodes: [])");
    let output = merge("theirs.ron");
    assert_eq!(output.status.code(), Some(1));
    assert!(error_of(&output).contains("月[-1-]{+2+}回"), "{}", error_of(&output));
    assert_eq!(nendo(dir.path(), &["--lang", "ja", "merge", "base.ron", "mine.ron", "gone.ron", "-o", "x.ron"]).status.code(), Some(2));
    // A plan is not written under the name of a document; git's files have no extension.
    let output = nendo(dir.path(), &["--lang", "ja", "merge", "base.ron", "mine.ron", "mine.ron", "-o", "x.pdf"]);
    assert_eq!((output.status.code(), dir.path().join("x.pdf").exists()), (Some(2), false));
    assert!(error_of(&output).contains("「.pdf」には書き出せません"), "{}", error_of(&output));
    assert_eq!(nendo(dir.path(), &["merge", "base.ron", "mine.ron", "mine.ron", "-o", ".merge_file_x"]).status.code(), Some(0));
    // A plan that began elsewhere would only be heaped upon this one; a broken one is told with its place.
    put(&dir, "other.ron", plan("計画", "月1回", "地域課").replace("g1", "g3"));
    put(&dir, "broken.ron", plan("計画", "月1回", "地域課").replace("role:", "\nrole"));
    for (wrong, words) in [("other.ron", "相手の計画は、元の計画から"), ("broken.ron", "2 行 5 字目")] {
        let output = nendo(dir.path(), &["--lang", "ja", "merge", "base.ron", "mine.ron", wrong, "-o", "x.ron"]);
        assert_eq!(output.status.code(), Some(2));
        assert!(error_of(&output).contains(words), "{}", error_of(&output));
    }
    assert!(!dir.path().join("x.ron").exists());
    // Git has no base where both sides added the file.
    put(&dir, "empty.ron", "");
    let output = nendo(dir.path(), &["--lang", "ja", "merge", "empty.ron", "mine.ron", "mine.ron", "-o", "x.ron"]);
    assert_eq!(output.status.code(), Some(0), "{}", error_of(&output));
}

#[test]
fn two_who_wrote_in_one_paragraph_meet_only_in_one_sentence() {
    let dir = folder();
    let plan = |first: &str, last: &str| {
        format!(
            "(format: \"nendo-plan\", version: 1, title: \"計画\", nodes: [(id: \"01wakaba0000000000000000g1\", role: Project, title: \"見守り\", \
             body: [Text(\"役員が{first}訪問する。困りごとを聞き取る。{last}に報告する。\")])])"
        )
    };
    put(&dir, "base.ron", plan("月1回", "部会"));
    put(&dir, "mine.ron", plan("月2回", "部会"));
    put(&dir, "theirs.ron", plan("月1回", "総会"));
    let output = nendo(dir.path(), &["--lang", "ja", "merge", "base.ron", "mine.ron", "theirs.ron", "-o", "out.ron"]);
    assert_eq!(output.status.code(), Some(0), "{}", error_of(&output));
    let joined = fs::read_to_string(dir.path().join("out.ron")).expect("there");
    assert!(joined.contains("役員が月2回訪問する。困りごとを聞き取る。総会に報告する。"), "{joined}");
    put(&dir, "theirs.ron", plan("毎週", "総会"));
    let output = nendo(dir.path(), &["--lang", "ja", "merge", "base.ron", "mine.ron", "theirs.ron", "-o", "out.ron"]);
    let (said, joined) = (error_of(&output), fs::read_to_string(dir.path().join("out.ron")).expect("there"));
    assert!(!said.contains("報告"), "only the sentence in which both wrote: {said}");
    assert!(joined.contains("〈相手〉役員が毎週訪問する。〈元〉役員が月1回訪問する。"), "{joined}");
}

#[test]
fn what_an_edit_means_is_told_to_people_and_programs() {
    let dir = folder();
    let plan = |schedule: &str, budget: u32, rows: &str| {
        format!(
            "(format: \"nendo-plan\", version: 1, title: \"計画\", fiscal_year: 2025, nodes: [(id: \"3y51jnmss5bppqz8n5ymv3z33y\", role: Project, \
             title: \"研修\", schedule: [\"{schedule}\"], budget: {budget}, body: [Table((header_rows: 1, rows: [{rows}]))])])"
        )
    };
    put(&dir, "old.ron", plan("5月", 1200, "[\"区分\", \"金額\"], [\"普通\", \"1,000\"]"));
    put(&dir, "new.ron", plan("６月", 1500, "[\"区分\", \"口数\", \"金額\"], [\"普通\", \"320\", \"1,100\"]"));
    let text = nendo(dir.path(), &["compare", "old.ron", "new.ron", "--lang", "ja"]);
    let said = String::from_utf8_lossy(&text.stdout).into_owned();
    for words in ["実施月 5月→6月", "（＋300、＋25.0％）", "列「口数」を追加", "「普通」の「金額」1,000→1,100（＋100、＋10.0％）"]
    {
        assert!(said.contains(words), "{words}: {said}");
    }
    let json = nendo(dir.path(), &["compare", "old.ron", "new.ron", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    let change = &json["changes"][0];
    assert_eq!((change["schedule"]["facts"][0]["old"].as_str(), change["schedule"]["same_meaning"].as_bool()), (Some("5月"), Some(false)));
    assert_eq!((change["budget"]["difference"].as_i64(), change["budget"]["permille"].as_i64()), (Some(300), Some(250)));
    let ops: Vec<_> = change["tables"][0]["edits"].as_array().expect("a list").iter().map(|edit| edit["op"].as_str()).collect();
    assert_eq!(ops, [Some("column_added"), Some("cell")]);
    put(&dir, "worded.ron", plan("５月", 1200, "[\"区分\", \"金額\"], [\"普通\", \"1,000\"]"));
    let worded = nendo(dir.path(), &["compare", "old.ron", "worded.ron"]);
    assert!(String::from_utf8_lossy(&worded.stdout).contains("wording only, same meaning"));
}

#[test]
fn an_amendment_is_a_list_and_the_changed_pages() {
    let dir = folder();
    put(&dir, "old.ron", PLAN);
    put(&dir, "new.ron", NEXT);
    let made = nendo(dir.path(), &["compare", "old.ron", "new.ron", "--amendment", "-o", "a.pdf", "--lang", "ja"]);
    assert_eq!(made.status.code(), Some(1));
    assert_eq!(String::from_utf8_lossy(&made.stdout), "1頁を差し替え\n");
    assert_eq!(lopdf::Document::load(dir.path().join("a.pdf")).expect("a PDF").get_pages().len(), 2);
    let none = nendo(dir.path(), &["compare", "old.ron", "old.ron", "--amendment", "-o", "n.pdf"]);
    assert_eq!((none.status.code(), String::from_utf8_lossy(&none.stdout).as_ref()), (Some(0), "No page has to be replaced.\n"));
    for wrong in [&["--amendment"][..], &["--amendment", "-o", "a.docx"], &["--amendment", "--order", "old-left", "-o", "b.pdf"]] {
        let mut arguments = vec!["compare", "old.ron", "new.ron"];
        arguments.extend(wrong);
        assert_eq!(nendo(dir.path(), &arguments).status.code(), Some(2), "{wrong:?}");
    }
}

#[test]
fn a_merge_puts_no_figure_into_another_row() {
    let dir = folder();
    let plan = |rows: &[&str]| {
        let rows: Vec<String> = rows
            .iter()
            .map(|row| format!("[{}]", row.split(' ').map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",")))
            .collect();
        format!(
            "(format: \"nendo-plan\", version: 1, title: \"計画\", nodes: [(id: \"01wakaba0000000000000000g1\", role: Chapter, title: \"予算\", body: [Table((caption: \"内訳\", header_rows: 1, rows: [{}]))])])",
            rows.join(",")
        )
    };
    put(&dir, "base.ron", plan(&["事業 予算", "研修 100", "広報 100", "相談 100", "配食 100"]));
    put(&dir, "mine.ron", plan(&["事業 予算", "広報 100", "相談 100", "配食 100", "見守り 100"]));
    put(&dir, "theirs.ron", plan(&["事業 予算", "研修 100", "広報 100", "相談 250", "配食 100"]));
    for (mine, theirs) in [("mine.ron", "theirs.ron"), ("theirs.ron", "mine.ron")] {
        assert_eq!(nendo(dir.path(), &["merge", "base.ron", mine, theirs, "-o", "out.ron"]).status.code(), Some(0));
        let joined: String = fs::read_to_string(dir.path().join("out.ron")).expect("there").split_whitespace().collect();
        assert!(joined.contains("\"相談\",\"250\"") && joined.contains("\"配食\",\"100\""), "{joined}");
    }
    // What one took out and the other worked on is said, with the name of the table.
    put(&dir, "mine.ron", plan(&["事業 予算", "研修 100", "広報 100", "配食 100"]));
    let output = nendo(dir.path(), &["--lang", "ja", "merge", "base.ron", "mine.ron", "theirs.ron", "-o", "out.ron"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(error_of(&output).contains("表「内訳」") && !error_of(&output).contains("段落目"), "{}", error_of(&output));
    let joined = fs::read_to_string(dir.path().join("out.ron")).expect("there");
    assert!(joined.contains("【要調整】表「内訳」：この上の表は自分の案"), "{joined}");
}

/// With git where it is: outlines in its differences, plans joined by its merge.
#[test]
fn git_shows_and_merges_plans() {
    let dir = folder();
    let git = |arguments: &[&str]| {
        let own = ["-c", "user.name=n", "-c", "user.email=n@example.org", "-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false"];
        Command::new("git").args(own).args(arguments).current_dir(dir.path()).env("LC_ALL", "C").output()
    };
    if !git(&["init", "-q"]).is_ok_and(|output| output.status.success()) {
        return;
    }
    let run = |arguments: &[&str]| {
        let output = git(arguments).expect("git runs");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let program = env!("CARGO_BIN_EXE_nendo");
    run(&["config", "diff.nendo.textconv", &format!("{program} outline --format full")]);
    run(&["config", "merge.nendo.driver", &format!("{program} merge %O %A %B -o %A")]);
    put(&dir, ".gitattributes", "*.ron diff=nendo merge=nendo\n");
    let plan = |first: &str, second: &str| {
        format!(
            "(format: \"nendo-plan\", version: 1, title: \"計画\", nodes: [(id: \"3y51jnmss5bppqz8n5ymv3z33y\", role: Project, title: \"{first}\"), \
             (id: \"0f6kqwn8c1r4v2m9xt5b7hgjd3\", role: Project, title: \"{second}\")])\n"
        )
    };
    put(&dir, "p.ron", plan("研修", "広報"));
    run(&["add", "-A"]);
    run(&["commit", "-qm", "base"]);
    run(&["checkout", "-qb", "theirs"]);
    put(&dir, "p.ron", plan("研修", "広報紙の発行"));
    let (_, shown) = run(&["diff"]);
    assert!(shown.contains("広報紙の発行") && !shown.contains("nendo-plan"), "{shown}");
    run(&["commit", "-qam", "theirs"]);
    run(&["checkout", "-q", "main"]);
    put(&dir, "p.ron", plan("職員研修", "広報"));
    run(&["commit", "-qam", "mine"]);
    assert_eq!(run(&["merge", "-q", "--no-edit", "theirs"]).0, Some(0));
    let joined = fs::read_to_string(dir.path().join("p.ron")).expect("there");
    assert!(joined.contains("職員研修") && joined.contains("広報紙の発行"), "{joined}");
    run(&["checkout", "-qb", "other", "theirs"]);
    put(&dir, "p.ron", plan("役員研修", "広報"));
    run(&["commit", "-qam", "other"]);
    assert_eq!(run(&["merge", "-q", "--no-edit", "main"]).0, Some(1), "git leaves a conflict to people");
    let marked = fs::read_to_string(dir.path().join("p.ron")).expect("there");
    assert!(marked.contains("【要調整】") && nendo(dir.path(), &["outline", "p.ron"]).status.success(), "{marked}");
}

#[test]
fn a_calendar_tells_of_days_that_cannot_be_right() {
    let dir = folder();
    let of = |phrase: &str| {
        format!(
            "(format: \"nendo-plan\", version: 1, title: \"計画\", fiscal_year: 2026, nodes: [(role: Item, title: \"評議員会\", schedule: [\"{phrase}\"])])"
        )
    };
    for (phrase, status, said) in [
        ("6月11日（木）", 0, ""),
        ("6月11日（水）", 1, "6月11日（水）"),
        ("10月11日（月・祝）", 1, "10月11日（月・祝）"),
        ("9/31", 1, "9/31"),
        ("8月11日（海の日）", 1, "海の日"),
        // A note, no error: the board may meet on such a day.
        ("11月3日（火）", 0, "文化の日"),
        ("毎月第2月曜日（8月・1月を除く）", 0, "スポーツの日"),
        ("2025/9/30", 0, "2025/9/30"),
    ] {
        put(&dir, "p.ron", of(phrase));
        for args in [&["calendar", "p.ron"][..], &["calendar", "p.ron", "-o", "p.ics"]] {
            let done = nendo(dir.path(), args);
            assert_eq!(done.status.code(), Some(status), "{phrase} {args:?}");
            assert!(error_of(&done).contains(said));
        }
    }
}

/// Last year's approved plan, and this year's with a reason and a pairing against it.
fn with_a_reason(dir: &TempDir) {
    let plan = |title: &str, year, stage: &str, nodes: &str, said: &str| {
        format!("(format: \"nendo-plan\", version: 1, title: \"{title}\", fiscal_year: {year}, stage: {stage}, nodes: [{nodes}]{said})")
    };
    let node = |number: u32, title: &str| format!("(id: \"{}\", role: Project, title: \"{title}\"),", id_of(number));
    let old = |title: &str| plan(title, 2024, "Approved", &(node(1, "会議の開催") + &node(2, "研修会") + &node(3, "広報紙")), "");
    put(dir, "old.ron", old("令和6年度計画"));
    put(dir, "put-right.ron", old("令和6年度事業計画"));
    let nodes = node(1, "会議の開催") + &node(2, "職員研修会") + &node(4, "居場所");
    put(dir, "new.ron", plan("令和7年度事業計画", 2025, "Draft(1)", &nodes, ""));
    let mut new = nendo::storage::load(&dir.path().join("new.ron")).expect("read").plan.as_ref().clone();
    let old = nendo::storage::load(&dir.path().join("old.ron")).expect("read").plan;
    let against = nendo::plan::VersionKey::of(&old);
    let mut remarks = nendo::plan::Remarks::default();
    let id = |at: usize, of: &nendo::plan::Plan| of.nodes[at].id;
    remarks.set_reason(nendo::plan::RemarkPlace::of(against, None, Some(id(1, &new))), "対象を絞るため");
    remarks.set_pair(against, (id(2, &old), id(2, &new)), Some(nendo::plan::PairSaid::Same));
    new.remarks = std::sync::Arc::new(remarks);
    put(dir, "new.ron", nendo::storage::write_plan(&new).expect("written"));
}

fn id_of(number: u32) -> String {
    nendo::plan::NodeId::from_u128(u128::from(number)).to_string()
}

#[test]
fn reasons_given_before_the_old_plan_was_put_right_are_told_of_and_taken_along() {
    let dir = folder();
    with_a_reason(&dir);
    let before = fs::read(dir.path().join("new.ron")).expect("there");
    let run = |old: &str, more: &[&str]| nendo(dir.path(), &[&["compare", old, "new.ron", "--format", "json"], more].concat());
    let told = |output: &Output| String::from_utf8_lossy(&output.stdout).into_owned();
    let as_it_was = run("old.ron", &[]);
    assert_eq!(error_of(&as_it_was), "");
    let unused = run("put-right.ron", &[]);
    let error = error_of(&unused);
    assert!(error.contains("1 reason(s) and 1 pairing(s)") && error.contains("--carry-reasons"), "{error}");
    assert_eq!(error.lines().count(), 1);
    assert!(!told(&unused).contains("対象を絞る") && told(&unused).contains("added"), "{}", told(&unused));
    let carried = run("put-right.ron", &["--carry-reasons"]);
    assert!(error_of(&carried).starts_with("Used 1 reason(s)"), "{}", error_of(&carried));
    assert!(told(&carried).contains("対象を絞る"));
    assert!(!told(&carried).contains("\"added\","), "the pairing counts, too: {}", told(&carried));
    for (more, there) in [(&[][..], false), (&["--carry-reasons"], true)] {
        let table = nendo(dir.path(), &[&["compare", "put-right.ron", "new.ron", "-o", "t.html"], more].concat());
        assert_eq!((table.status.code(), error_of(&table).lines().count()), (Some(1), 1));
        assert_eq!(fs::read_to_string(dir.path().join("t.html")).expect("there").contains("対象を絞る"), there);
    }
    assert_eq!(fs::read(dir.path().join("new.ron")).expect("there"), before, "the plans stay as they are");
}
