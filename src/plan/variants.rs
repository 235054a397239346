//! Variant characters (異体字): which forms mean the same character to a reader.
//!
//! Two tables. Old forms and new: the forms in brackets of 常用漢字表 (Cabinet notice no. 2 of 2010, the
//! so-called 康熙字典体) and the pairs of 人名用漢字 (戸籍法施行規則 別表第二). Forms of names: those that family
//! registers hold beside the usual one (法務省 戸籍統一文字, 誤字俗字・正字一覧表), as far as councils meet them in
//! names of people and places. Where an old form stood for several words the new form that has them all is meant
//! (弁: 辨瓣辯). Compatibility ideographs are decomposed as Unicode says.

use std::collections::HashMap;
use std::sync::OnceLock;

/// Old form, new form.
const OLD_AND_NEW: &str = "亞亜惡悪壓圧圍囲爲為醫医壹壱稻稲飮飲隱隠營営榮栄衞衛驛駅圓円緣縁艷艶鹽塩奧奥應応橫横歐欧毆殴黃黄溫温穩穏假仮價価畫画會会壞壊\
    懷懐繪絵槪概擴拡殼殻覺覚學学嶽岳樂楽勸勧卷巻寬寛歡歓罐缶觀観關関陷陥顏顔歸帰氣気龜亀僞偽戲戯犧犠舊旧據拠擧挙峽峡挾挟狹狭鄕郷\
    堯尭曉暁區区驅駆勳勲薰薫徑径惠恵溪渓經経繼継莖茎螢蛍輕軽鷄鶏藝芸擊撃缺欠儉倹劍剣圈圏檢検權権獻献縣県險険顯顕驗験嚴厳效効廣広\
    恆恒鑛鉱號号國国黑黒濟済碎砕齋斎劑剤雜雑參参慘惨棧桟蠶蚕贊賛殘残絲糸齒歯兒児辭辞濕湿實実舍舎寫写釋釈壽寿收収從従澁渋獸獣縱縦\
    肅粛處処緖緒敍叙將将稱称涉渉燒焼獎奨條条狀状乘乗淨浄剩剰疊畳孃嬢讓譲釀醸囑嘱觸触寢寝愼慎晉晋眞真盡尽圖図粹粋醉酔隨随髓髄數数\
    樞枢聲声靜静齊斉攝摂竊窃專専戰戦淺浅潛潜纖繊踐践錢銭禪禅雙双壯壮搜捜插挿巢巣爭争總総聰聡莊荘裝装騷騒增増臟臓藏蔵屬属續続墮堕\
    體体對対帶帯滯滞臺台瀧滝擇択澤沢單単擔担膽胆團団彈弾斷断癡痴遲遅晝昼蟲虫鑄鋳廳庁聽聴敕勅鎭鎮遞逓鐵鉄轉転點点傳伝黨党盜盗燈灯\
    當当鬪闘德徳獨独讀読屆届繩縄貳弐惱悩腦脳霸覇廢廃拜拝賣売麥麦發発髮髪拔抜蠻蛮祕秘彥彦濱浜甁瓶拂払佛仏竝並變変邊辺辨弁瓣弁辯弁\
    舖舗穗穂寶宝萠萌襃褒豐豊沒没飜翻槇槙萬万滿満默黙餠餅彌弥藥薬譯訳豫予餘余與与譽誉搖揺樣様謠謡遙遥瑤瑶來来賴頼亂乱覽覧龍竜兩両\
    獵猟綠緑壘塁勵励禮礼隸隷靈霊齡齢曆暦歷歴戀恋爐炉勞労樓楼郞郎祿禄錄録亙亘灣湾瀨瀬戾戻步歩每毎淚涙冱冴卽即晚晩靑青淸清產産內内\
    吳呉吿告姬姫查査稅税說説悅悦閱閲銳鋭脫脱旣既敎教硏研戶戸虛虚鄰隣强強徵徴揭掲渴渇絕絶册冊鬭闘鄉郷曾曽瘦痩倂併塡填剝剥頰頬繫繋\
    嚙噛俠侠蟬蝉禱祷礪砺檜桧諫諌鷗鴎麴麹噓嘘瀆涜冰氷搔掻簞箪軀躯屛屏幷并蔣蒋醬醤靭靱姸妍啞唖顚顛摑掴攢攅葢蓋盃杯";

/// Form of a name, usual form.
const NAMES: &str = "髙高﨑崎嵜崎㟢崎碕崎邉辺邊辺𠮷吉齋斎齊斎斉斎濵浜濱浜曻昇桒桑栁柳槗橋𣘺橋𫞎橋冨富峯峰嶌島嶋島㠀島隝島隯島舘館翆翠逹達邨村爼俎\
    靏鶴靎鶴雞鶏淵渕渊渕刕州薗園籏旗簱旗籘藤莭節蔴麻薮藪凞熙熈熙煕熙埜野壄野仭仞亰京侭儘劔剣劒剣釼剣呑吞喆哲圡土𡈽土塲場壻婿寳宝\
    嵓岩巖巌弌一弍二弎三恊協惪徳旹時昻昂枩松歬前焰焔煇輝燿耀睿叡穐秋穣穰竃竈絋紘緜綿羣群聨聯脩修臯皐舩船蘆芦蕋蕊虵蛇蛎蠣裡裏讚讃\
    躰体軆体軣轟輙輒鈎鉤鉃鉄銕鉄鎻鎖鐡鉄閒間頚頸驒騨鮏鮭鯵鰺鳬鳧麪麺麵麺咊和冝宜囯国圀国畧略毗毘龝秋剱剣斈学籔藪";

/// The usual form of `c`.
pub(super) fn usual_form(c: char) -> char {
    static TABLE: OnceLock<HashMap<char, char>> = OnceLock::new();
    if !('\u{3400}'..='\u{323AF}').contains(&c) {
        return c;
    }
    let c = decomposed(c);
    let table = TABLE.get_or_init(|| {
        let mut table = HashMap::new();
        for pairs in [OLD_AND_NEW, NAMES] {
            let mut pairs = pairs.chars();
            while let (Some(variant), Some(usual)) = (pairs.next(), pairs.next()) {
                let (variant, usual) = (decomposed(variant), decomposed(usual));
                if variant != usual && !table.contains_key(&usual) {
                    table.entry(variant).or_insert(usual);
                }
            }
        }
        table
    });
    let usual = table.get(&c).copied().unwrap_or(c);
    // 齊 is 斉 in the one table and 斎 in the other: names write all three for one another.
    table.get(&usual).copied().unwrap_or(usual)
}

/// A compatibility ideograph as the character it is a form of.
fn decomposed(c: char) -> char {
    let mut all = std::iter::once(c);
    if matches!(c, '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}') {
        return unicode_normalization::UnicodeNormalization::nfd(&mut all).next().unwrap_or(c);
    }
    c
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_character_are_one() {
        for (variant, usual) in ["髙高", "﨑崎", "邉辺", "邊辺", "𠮷吉", "濵浜", "澤沢", "廣広", "國国", "嶋島", "館館"]
            .map(|pair| (pair.chars().next().expect("two"), pair.chars().nth(1).expect("two")))
        {
            assert_eq!(usual_form(variant), usual_form(usual), "{variant} {usual}");
        }
        assert_eq!(['齋', '齊', '斉', '斎'].map(usual_form), ['斎'; 4]);
        assert_eq!(usual_form('神'), usual_form('神'));
        assert_ne!(usual_form('大'), usual_form('太'));
    }

    #[test]
    fn the_usual_form_is_its_own() {
        for c in OLD_AND_NEW.chars().chain(NAMES.chars()) {
            assert_eq!(usual_form(usual_form(c)), usual_form(c), "{c}");
        }
    }

    #[test]
    fn both_tables_are_made_of_pairs() {
        assert_eq!((OLD_AND_NEW.chars().count() % 2, NAMES.chars().count() % 2), (0, 0));
    }
}
