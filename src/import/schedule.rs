//! Whether a bracket at the end of a title says when: 4月、7月、10月、2月, 月1回, 随時, 3日間.
//!
//! Lives here: the question. The grammar is the calendar's: a bracket is a schedule if all of it was
//! understood and it names days, months or a count. So 第66回, 48地区, 50円, 2名 and パンフレット are none.

use crate::calendar::read_schedule;

/// Longer brackets are prose.
const LONGEST: usize = 80;

/// Whether `text`, the whole content of a bracket, says when. The year is not asked for: a day of
/// another year is a schedule all the same, and for the checks to point out.
pub(super) fn is_schedule(text: &str) -> bool {
    text.chars().count() <= LONGEST && read_schedule(text, None).says_when()
}

#[cfg(test)]
mod tests {
    use super::is_schedule;

    #[test]
    fn times_are_known() {
        for text in [
            "1回",
            "２回",
            "随時",
            "年4回",
            "月1回",
            "36回",
            "10回程度",
            "5回程度。内1回は受入事業所との意見交換会",
            "4月、7月、10月、2月",
            "4月～6月",
            "6月助成",
            "8月を除く毎月",
            "隔月",
            "3日間",
            "毎週金曜日、隔週土曜日他",
            "火・水・木曜日（年末年始、祝祭日を除く）",
            "月曜日（年末年始、祝祭日を除く）",
            "スッキリ会6回、ワイワイ会4回",
            "ブロックごとに開催",
            "常設展示",
            "次年度に向けて",
            "適宜",
            "6月19日（金）",
            "2～3回",
            "各ブロック1回",
            "毎月",
            "5月",
            "9月上旬",
            "通年",
            "4～6月",
            "毎月第2火曜日",
        ] {
            assert!(is_schedule(text), "{text}");
        }
    }

    #[test]
    fn other_brackets_are_not() {
        for text in [
            "第66回",
            "48地区",
            "72ヶ所",
            "50円",
            "2名",
            "パンフレット",
            "市受託事業",
            "大学生",
            "活動保険200円、行事用保険20円",
            "",
            "電話・来所・訪問",
            "貸付要件の緩和",
            "新任研修、新任事務局長研修",
            "70歳以上対象",
            "保育部会",
            "ケアセンター",
            "県北支部",
            "令和3年度",
            "1974年",
            "講師派遣・参加",
        ] {
            assert!(!is_schedule(text), "{text}");
        }
    }
}
