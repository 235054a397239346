//! How the commands are read, and other words people look for them by.
//!
//! Kana alone: romaji is turned into kana before it is looked up. Words are parted by spaces.

use super::UiCommand::{self, self as C};

static READINGS: &[(UiCommand, &str)] = &[
    (C::New, "あたらしいけいかく しんき しんきさくせい さくせい"),
    (C::NewWindow, "あたらしいうぃんどう しんきうぃんどう まど べつまど"),
    (C::Open, "ひらく ふぁいるをひらく よみこむ"),
    (C::OpenPath, "ぱすをにゅうりょくしてひらく ばしょ"),
    (C::OpenInNewWindow, "あたらしいうぃんどうでひらく べつまどでひらく"),
    (C::Import, "てきすとをとりこむ とりこみ いんぽーと よみこむ"),
    (C::Save, "ほぞん うわがきほぞん"),
    (C::SaveAs, "なまえをつけてほぞん べつめいでほぞん"),
    (C::Export, "ほかのけいしきでかきだす かきだす わーど えくせる ねんかんぎょうじよていひょう ぎょうじよていひょう かれんだー"),
    (C::ExportPdf, "かきだす かきだし しゅつりょく ぴーでぃーえふ"),
    (C::Print, "いんさつ ぷりんと"),
    (C::PrintPreview, "いんさつぷれびゅー みひらき ぜんがめん"),
    (C::CloseDocument, "けいかくをとじる とじる"),
    (C::Quit, "しゅうりょう おわる"),
    (C::ToggleYear, "ねんかん ねんかんよてい ぎょうじよてい かれんだー こよみ すけじゅーる"),
    (C::ToggleCompare, "ひかく ひかくする くらべる しんきゅうたいしょう さぶん"),
    (C::NextChange, "つぎのへんこう へんこう ひかく"),
    (C::PreviousChange, "まえのへんこう へんこう ひかく"),
    (C::ShowInWriting, "しっぴつでひらく ひかくでひらく"),
    (C::TakeOverText, "きゅうのぶんしょうをとりこむ とりこむ もどす"),
    (C::TakeOverNode, "きゅうのこうもくをまるごととりこむ とりこむ もどす"),
    (C::PairSame, "おなじこうもくとして おなじ たいおうづけ"),
    (C::PairPart, "ぶんかつ とうごうとして ぶんかつとして たいおうづけ"),
    (C::PairDifferent, "おなじこうもくではない ちがう たいおうづけ"),
    (C::ForgetPair, "たいおうづけのていせいをとりけす たいおうづけ"),
    (C::CarryReasons, "へんこうりゆうをひきつぐ りゆう ひきつぐ たいおうづけ"),
    (C::EditReason, "へんこうりゆうをかく へんこうりゆう りゆう びこう"),
    (C::ExportTable, "しんきゅうたいしょうひょうをかきだす しんきゅうたいしょうひょう たいしょうひょう ひょう"),
    (C::ChooseBase, "ひかくのきじゅんをえらぶ きじゅん ひかく"),
    (C::UseAsBase, "きゅうのはんをしるしのきじゅんにする しるし きじゅん ひかく"),
    (C::ChangedOnly, "へんこうのみ へんこうだけ"),
    (C::MergeDrafts, "かのげんこうをあわせる あわせる がっぺい まーじ とうごう"),
    (C::FixFinding, "してきをなおす なおす しゅうせい ようび"),
    (C::PickSchedule, "じっしじきをえらぶ じっしじき にってい よてい ようび"),
    (C::Undo, "もとにもどす もどす とりけし"),
    (C::Redo, "やりなおす やりなおし"),
    (C::PastePlain, "もじのままはりつけ はりつけ ぺーすと"),
    (C::AddSibling, "こうもくをついか こうもく ついか"),
    (C::AddChild, "かいのこうもくをついか したにこうもくをついか こ"),
    (C::InsertTable, "ひょうをそうにゅう ひょう"),
    (C::InsertImage, "がぞうをそうにゅう しゃしん え"),
    (C::InsertChart, "そしきずをそうにゅう そしきず"),
    (C::InsertReference, "さんしょうをそうにゅう さんしょう いんよう"),
    (C::GoToReference, "さんしょうさきへいどう さんしょうさき とぶ"),
    (C::InsertSnippet, "ていけいぶんをそうにゅう ていけいぶん もんく"),
    (C::NewFrom, "ひながたからしんき ひながた てんぷれーと みほん"),
    (C::Organization, "だんたいのせってい だんたい せってい ぷろふぁいる ていけいぶん"),
    (C::ExpandSnippet, "りゃくごをていけいぶんにかえる りゃくご"),
    (C::Duplicate, "ふくせい こぴー"),
    (C::Delete, "さくじょ けす"),
    (C::Indent, "かいそうをさげる さげる いんでんと"),
    (C::Outdent, "かいそうをあげる あげる"),
    (C::MoveUp, "うえへいどう うえ いどう"),
    (C::MoveDown, "したへいどう した いどう"),
    (C::Rename, "だいめいをへんこう なまえをへんこう だいめい"),
    (C::EditPlan, "けいかくのせってい せってい しょしき ようし よはく ばんごう"),
    (C::InsertRowAbove, "うえにぎょうをそうにゅう ぎょうをついか ひょう"),
    (C::InsertRowBelow, "したにぎょうをそうにゅう ぎょうをついか ひょう"),
    (C::InsertColumnLeft, "ひだりにれつをそうにゅう れつをついか ひょう"),
    (C::InsertColumnRight, "みぎにれつをそうにゅう れつをついか ひょう"),
    (C::RemoveRows, "ぎょうをさくじょ ひょう"),
    (C::RemoveColumns, "れつをさくじょ ひょう"),
    (C::MergeCells, "せるをけつごう けつごう ひょう"),
    (C::DivideCells, "せるのけつごうをとく ぶんかつ ひょう"),
    (C::MoveBlockUp, "だんらくをうえへ だんらく うえ"),
    (C::MoveBlockDown, "だんらくをしたへ だんらく した"),
    (C::BlockMenu, "だんらくのめにゅー だんらくのしゅるい しゅるいをかえる だんらく めにゅー"),
    (C::DuplicateBlock, "だんらくをふくせい だんらく ふくせい"),
    (C::ToggleWriting, "ぶんしょとしてかく ぶんしょ しっぴつ かく"),
    (C::Palette, "けんさく こまんど さがす"),
    (C::ToggleOutline, "もくじ あうとらいん"),
    (C::ToggleEditor, "へんしゅうらん へんしゅう"),
    (C::TogglePreview, "しめん ぷれびゅー"),
    (C::NextPane, "つぎのらんへうつる らん"),
    (C::ExpandAll, "すべてひらく ぜんぶひらく"),
    (C::CollapseAll, "すべてとじる ぜんぶとじる"),
    (C::InterfaceLarger, "がめんぜんたいをおおきく がめんをおおきく かくだい もじをおおきく"),
    (C::InterfaceSmaller, "がめんぜんたいをちいさく がめんをちいさく しゅくしょう"),
    (C::InterfaceUsual, "がめんぜんたいをひょうじゅんのおおきさに ひょうじゅん もとのおおきさ"),
    (C::ZoomIn, "しめんをかくだい かくだい"),
    (C::ZoomOut, "しめんをしゅくしょう しゅくしょう"),
    (C::ZoomActual, "しめんをじっすんでひょうじ じっすん"),
    (C::ZoomFit, "しめんをはばにあわせる はば"),
    (C::NextPage, "つぎのぺーじ"),
    (C::PreviousPage, "まえのぺーじ"),
    (C::ThemeLight, "あかるいがめん らいと"),
    (C::ThemeDark, "くらいがめん だーく"),
    (C::ThemeSystem, "がめんのめいあんをしすてむにあわせる"),
    (C::Japanese, "にほんごでひょうじ にほんご げんご"),
    (C::English, "えいごでひょうじ えいご げんご"),
    (C::Findings, "してきのいちらん してき てんけん"),
    (C::SaveVersion, "なまえをつけてはんをのこす はん ばーじょん"),
    (C::Versions, "はんのかんり はん りれき ふくげん ばっくあっぷ"),
    (C::Discarded, "はきしたさぎょうをもどす はき もどす すてた"),
    (C::Find, "けんさく さがす みつける"),
    (C::Replace, "ちかん おきかえ おきかえる"),
    (C::FindNext, "つぎをけんさく つぎ"),
    (C::FindPrevious, "まえをけんさく まえ"),
    (C::History, "そうさのりれき りれき もどす"),
    (C::ShowPart, "このぶぶんだけをひょうじ ぶぶん しぼりこむ"),
    (C::LeavePart, "ぶぶんひょうじからもどる ぶぶん"),
    (C::CutNodes, "こうもくをきりとり きりとり かっと"),
    (C::CopyNodes, "こうもくをこぴー こぴー うつす"),
    (C::CopyAsTable, "ひょうとしてこぴー こぴー ひょう"),
    (C::PasteNodes, "こうもくとしてはりつけ はりつけ ぺーすと"),
    (C::KeepSnippet, "せんたくしたぶんをていけいぶんにとうろく ていけいぶん とうろく"),
    (C::SaveTemplate, "ひながたとしてほぞん ひながた てんぷれーと"),
    (C::ExpandBelow, "かいをすべてひらく したをひらく"),
    (C::CollapseBelow, "かいをすべてとじる したをとじる"),
    (C::ShowLevel1, "だいいちかいそうまでひょうじ かいそう"),
    (C::ShowLevel2, "だいにかいそうまでひょうじ かいそう"),
    (C::ShowLevel3, "だいさんかいそうまでひょうじ かいそう"),
    (C::ShowLevel4, "だいよんかいそうまでひょうじ かいそう"),
    (C::ShowLevel5, "だいごかいそうまでひょうじ かいそう"),
    (C::ShowLevel6, "だいろくかいそうまでひょうじ かいそう"),
    (C::ShowLevel7, "だいななかいそうまでひょうじ かいそう"),
    (C::ShowLevel8, "だいはちかいそうまでひょうじ かいそう"),
    (C::ShowLevel9, "だいきゅうかいそうまでひょうじ かいそう"),
    (C::Menus, "めにゅーをひらく めにゅー"),
    (C::Help, "つかいかた へるぷ"),
    (C::Shortcuts, "きーのいちらん きー しょーとかっと"),
    (C::Tour, "はじめてのあんない あんない つあー"),
    (C::About, "ねんどについて ばーじょん"),
];

impl UiCommand {
    /// Its readings in kana, parted by spaces; empty if it has none.
    pub fn reading(self) -> &'static str {
        READINGS.iter().find(|(command, _)| *command == self).map_or("", |(_, reading)| reading)
    }
}

#[cfg(test)]
mod tests {
    use nendo::plan::Fold;

    use super::*;
    use crate::gui::commands::TABLE;

    #[test]
    fn every_command_has_a_reading_in_kana() {
        for entry in TABLE {
            let reading = entry.command.reading();
            assert!(!reading.is_empty(), "{:?} has no reading: give it one in READINGS", entry.command);
            assert_eq!(Fold::ALL.text(reading), reading, "{:?}", entry.command);
            assert!(reading.chars().all(|c| c == ' ' || c == 'ー' || ('ぁ'..='ん').contains(&c)), "{reading}");
        }
        assert_eq!(READINGS.len(), TABLE.len());
    }
}
