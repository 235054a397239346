//! Makes the following version of a plan, and knows what became of every node.
//!
//! Nothing here is known to the matcher: neither how often which change is made nor the words used.
#![allow(dead_code, missing_docs, reason = "tests and benches each use their own part of this")]

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use nendo::plan::{Block, Node, NodeId, Plan, Role, Status, reference_token};

/// splitmix64: the same numbers on every machine.
pub struct Rng(pub u64);

impl Rng {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
    pub fn chance(&mut self, percent: f64) -> bool {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64 * 100.0 < percent
    }
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// What was done to a node; the confusion is counted by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fate {
    Kept,
    Edited,
    Renamed,
    Moved,
    Reordered,
    Split,
    Merged,
    Added,
    Removed,
}

/// Two versions and the truth about them.
pub struct Case {
    pub old: Arc<Plan>,
    /// The new version with ids of its own.
    pub new: Arc<Plan>,
    /// The new version in which nodes keep their ids.
    pub new_with_ids: Arc<Plan>,
    /// Old and new ids of the same node.
    pub pairs: HashSet<(NodeId, NodeId)>,
    /// Old node, and a new one that was part of it.
    pub splits: HashSet<(NodeId, NodeId)>,
    /// Old node that went into a new one.
    pub merges: HashSet<(NodeId, NodeId)>,
    /// What was done, by old id (by new id for those added).
    pub fates: HashMap<NodeId, Fate>,
}

/// A node that can be taken apart.
#[derive(Clone)]
struct Draft {
    node: Node,
    children: Vec<Draft>,
}

fn draft(node: &Arc<Node>) -> Draft {
    Draft { node: Node { children: Vec::new(), ..(**node).clone() }, children: node.children.iter().map(draft).collect() }
}

fn built(draft: &Draft) -> Arc<Node> {
    Arc::new(Node { children: draft.children.iter().map(built).collect(), ..draft.node.clone() })
}

const WORDS: [&str; 24] = [
    "推進",
    "強化",
    "充実",
    "支援",
    "広域",
    "若年層",
    "相談窓口",
    "訪問",
    "見守り",
    "交流",
    "オンライン",
    "地区別",
    "合同",
    "試行",
    "検証",
    "人材",
    "記録",
    "防災",
    "居場所",
    "連絡会",
    "実態調査",
    "啓発",
    "講座",
    "ひとり親",
];

const SENTENCES: [&str; 8] = [
    "実施に当たっては、関係機関との連絡を密にする。",
    "前年度の参加者の声を踏まえて内容を見直す。",
    "年度末に成果をまとめ、次年度の計画に反映させる。",
    "対象地区を二か所増やし、担い手を募る。",
    "会場は公民館とし、送迎の便を図る。",
    "費用の一部に共同募金の配分金を充てる。",
    "申込みは窓口のほか電子申請でも受け付ける。",
    "実施要項を改め、参加要件を緩和する。",
];

const SCHEDULES: [&str; 8] = ["年3回", "6月、11月", "毎月第2火曜日", "随時", "10月", "隔月", "年1回", "9月～12月"];

/// A title nobody had before, or one that everybody has.
fn new_title(rng: &mut Rng) -> String {
    const COMMON: [&str; 6] = ["研修", "広報", "会議の開催", "調査", "連絡調整", "啓発活動"];
    if rng.chance(20.0) {
        return (*rng.pick(&COMMON)).to_owned();
    }
    format!("{}{}{}{}", rng.pick(&WORDS), rng.pick(&WORDS), rng.pick(&["の実施", "事業", "への参加", "体制づくり"]), rng.below(40))
}

/// Replaces, inserts or drops a few letters.
fn touched(text: &str, rng: &mut Rng) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let at = rng.below(letters.len() + 1);
    let gone = if letters.len() > 4 { rng.below(4.min(letters.len() - at + 1)) } else { 0 };
    letters.splice(at..at + gone, rng.pick(&WORDS).chars());
    letters.into_iter().collect()
}

/// Another name that keeps something of the old one.
fn renamed(text: &str, rng: &mut Rng) -> String {
    let letters: Vec<char> = text.chars().collect();
    let keep = letters.len() * 3 / 5;
    let (front, word) = (rng.chance(50.0), *rng.pick(&WORDS));
    let kept: String = if front { letters[..keep].iter().collect() } else { letters[letters.len() - keep..].iter().collect() };
    if front { format!("{kept}{word}") } else { format!("{word}{kept}") }
}

fn edit(node: &mut Node, rng: &mut Rng) {
    let texts: Vec<usize> =
        (0..node.body.len()).filter(|at| matches!(node.body[*at], Block::Text(_) | Block::Circle(_) | Block::Bullet(_))).collect();
    match rng.below(6) {
        0 => node.status = Some(*rng.pick(&Status::ALL)),
        1 => node.schedule = vec![(*rng.pick(&SCHEDULES)).to_owned()],
        2 => node.budget = Some(rng.below(9000) as i64),
        3 if !texts.is_empty() => node.body.push(Block::Text((*rng.pick(&SENTENCES)).to_owned())),
        _ if !texts.is_empty() => {
            let at = *rng.pick(&texts);
            if let Block::Text(text) | Block::Circle(text) | Block::Bullet(text) = &mut node.body[at] {
                let times = 1 + rng.below(3);
                for _ in 0..times {
                    *text = touched(text, rng);
                }
            }
        }
        _ => node.title = touched(&node.title, rng),
    }
}

struct Maker {
    rng: Rng,
    churn: f64,
    fates: HashMap<NodeId, Fate>,
    splits: HashSet<(NodeId, NodeId)>,
    merges: HashSet<(NodeId, NodeId)>,
    /// Subtrees taken out, to be put elsewhere.
    moving: Vec<Draft>,
}

impl Maker {
    fn group(&mut self, nodes: Vec<Draft>) -> Vec<Draft> {
        let mut out: Vec<Draft> = Vec::with_capacity(nodes.len());
        let mut waiting = nodes.into_iter().peekable();
        while let Some(mut own) = waiting.next() {
            own.children = self.group(std::mem::take(&mut own.children));
            if !self.rng.chance(self.churn) {
                self.fates.entry(own.node.id).or_insert(Fate::Kept);
                out.push(own);
                continue;
            }
            let id = own.node.id;
            let small = count(&own) <= 12;
            match self.rng.below(100) {
                0..34 => {
                    edit(&mut own.node, &mut self.rng);
                    self.fates.insert(id, Fate::Edited);
                    out.push(own);
                }
                34..48 => {
                    own.node.title = if own.node.title.chars().count() >= 4 {
                        renamed(&own.node.title, &mut self.rng)
                    } else {
                        touched(&own.node.title, &mut self.rng)
                    };
                    self.fates.insert(id, Fate::Renamed);
                    out.push(own);
                }
                48..58 if small => {
                    self.fates.insert(id, Fate::Moved);
                    self.moving.push(own);
                }
                58..66 if small => self.remove(&own),
                66..78 => {
                    self.fates.entry(id).or_insert(Fate::Kept);
                    out.push(own);
                    out.push(self.fresh());
                }
                78..84 => {
                    self.fates.entry(id).or_insert(Fate::Kept);
                    if let Some(piece) = self.split(&mut own) {
                        out.push(own);
                        out.push(piece);
                    } else {
                        out.push(own);
                    }
                }
                84..90 if waiting.peek().is_some_and(|next| mergeable(&own, next)) => {
                    if let Some(next) = waiting.next() {
                        self.merge(&mut own, next);
                    }
                    out.push(own);
                }
                _ => {
                    self.fates.insert(id, Fate::Reordered);
                    let at = self.rng.below(out.len() + 1);
                    out.insert(at, own);
                }
            }
        }
        out
    }

    fn remove(&mut self, gone: &Draft) {
        self.fates.insert(gone.node.id, Fate::Removed);
        self.splits.retain(|(old, new)| *old != gone.node.id && *new != gone.node.id);
        self.merges.retain(|(_, new)| *new != gone.node.id);
        gone.children.iter().for_each(|child| self.remove(child));
    }

    fn fresh(&mut self) -> Draft {
        let mut node = Node::new(Role::Item, new_title(&mut self.rng));
        if self.rng.chance(50.0) {
            node.body.push(Block::Text(format!("{}{}", self.rng.pick(&SENTENCES), self.rng.pick(&SENTENCES))));
        }
        self.fates.insert(node.id, Fate::Added);
        Draft { node, children: Vec::new() }
    }

    /// Takes the second half out as a node of its own.
    fn split(&mut self, own: &mut Draft) -> Option<Draft> {
        let mut piece = Draft { node: Node::new(own.node.role, ""), children: Vec::new() };
        if own.children.len() >= 4 {
            piece.children = own.children.split_off(own.children.len() / 2);
            piece.node.title = renamed(&own.node.title, &mut self.rng);
        } else if own.node.body.len() >= 2 {
            piece.node.body = own.node.body.split_off(own.node.body.len() / 2);
            piece.node.title = renamed(&own.node.title, &mut self.rng);
        } else {
            let at = own.node.title.char_indices().find(|(at, c)| *c == '、' && *at >= 18).map(|(at, c)| at + c.len_utf8())?;
            if own.node.title.len() - at < 18 {
                return None;
            }
            piece.node.title = own.node.title.split_off(at);
        }
        self.fates.insert(own.node.id, Fate::Split);
        self.fates.insert(piece.node.id, Fate::Added);
        self.splits.insert((own.node.id, piece.node.id));
        Some(piece)
    }

    /// Takes the next sibling in.
    fn merge(&mut self, own: &mut Draft, mut next: Draft) {
        own.node.title = if own.node.title.chars().count() + next.node.title.chars().count() < 60 {
            format!("{}及び{}", own.node.title, next.node.title)
        } else {
            format!("{}{}", own.node.title, next.node.title)
        };
        own.node.body.append(&mut next.node.body);
        own.children.append(&mut next.children);
        self.fates.insert(own.node.id, Fate::Merged);
        self.fates.insert(next.node.id, Fate::Removed);
        self.merges.insert((next.node.id, own.node.id));
    }
}

fn mergeable(own: &Draft, next: &Draft) -> bool {
    let letters = |draft: &Draft| draft.node.title.chars().count();
    letters(own) >= 6 && letters(next) >= 6 && own.children.is_empty() == next.children.is_empty() && count(own) + count(next) < 30
}

fn count(draft: &Draft) -> usize {
    1 + draft.children.iter().map(count).sum::<usize>()
}

/// The place of every node as a list of mutable nodes is what Rust will not give; the n-th is found by walking.
fn nth(nodes: &mut [Draft], mut n: usize) -> Option<&mut Draft> {
    for node in nodes {
        let size = count(node);
        if n == 0 {
            return Some(node);
        }
        if n < size {
            return nth(&mut node.children, n - 1);
        }
        n -= size;
    }
    None
}

/// The next version of `old`: each node is touched with a probability of `churn` per cent.
pub fn following(old: &Plan, churn: f64, seed: u64) -> Case {
    let old_ids: HashSet<NodeId> = old.walk().map(|node| node.id).collect();
    let mut maker =
        Maker { rng: Rng(seed), churn, fates: HashMap::new(), splits: HashSet::new(), merges: HashSet::new(), moving: Vec::new() };
    let mut nodes = maker.group(old.nodes.iter().map(draft).collect());
    let total: usize = nodes.iter().map(count).sum();
    for taken in std::mem::take(&mut maker.moving) {
        // Moved subtrees land under nodes that lead others, or beside the top ones in a plan of leaves.
        let mut landed = false;
        for _ in 0..24 {
            let at = maker.rng.below(total);
            if let Some(parent) = nth(&mut nodes, at).filter(|parent| !parent.children.is_empty()) {
                let place = maker.rng.below(parent.children.len() + 1);
                parent.children.insert(place, taken.clone());
                landed = true;
                break;
            }
        }
        if !landed {
            nodes.push(taken);
        }
    }
    let with_ids = Plan { nodes: nodes.iter().map(built).collect(), ..old.clone() };
    let (new, anew) = erased(&with_ids, seed);
    let new_id = |id: &NodeId| anew[id];
    let pairs = with_ids.walk().map(|node| node.id).filter(|id| old_ids.contains(id)).map(|id| (id, anew[&id])).collect();
    let known = |id: &NodeId| anew.contains_key(id);
    Case {
        pairs,
        splits: maker
            .splits
            .iter()
            .filter(|(old, new)| old_ids.contains(old) && known(old) && known(new))
            .map(|(old, new)| (*old, new_id(new)))
            .collect(),
        merges: maker
            .merges
            .iter()
            .filter(|(old, new)| old_ids.contains(old) && known(new))
            .map(|(old, new)| (*old, new_id(new)))
            .collect(),
        fates: maker.fates,
        old: Arc::new(old.clone()),
        new: Arc::new(new),
        new_with_ids: Arc::new(with_ids),
    }
}

/// The plan with new ids throughout, references following, and which became which.
pub fn erased(plan: &Plan, seed: u64) -> (Plan, HashMap<NodeId, NodeId>) {
    let anew: HashMap<NodeId, NodeId> =
        plan.walk().enumerate().map(|(at, node)| (node.id, NodeId::derived(u128::from(seed) + 77, at as u64))).collect();
    fn node(own: &Node, anew: &HashMap<NodeId, NodeId>) -> Arc<Node> {
        let mut out = own.clone();
        out.id = anew[&own.id];
        out.goals.iter_mut().for_each(|goal| *goal = anew.get(goal).copied().unwrap_or(*goal));
        let text = |text: &mut String| {
            if text.contains("[[") {
                for (old, new) in anew {
                    *text = text.replace(&reference_token(*old), &reference_token(*new));
                }
            }
        };
        text(&mut out.title);
        for block in &mut out.body {
            if let Block::Text(words) | Block::Circle(words) | Block::Bullet(words) = block {
                text(words);
            }
        }
        out.children = own.children.iter().map(|child| node(child, anew)).collect();
        Arc::new(out)
    }
    (Plan { nodes: plan.nodes.iter().map(|own| node(own, &anew)).collect(), ..plan.clone() }, anew)
}

/// A plan of about `nodes` nodes with many repeated titles.
pub fn repeating(nodes: usize, seed: u64) -> Plan {
    const PROJECTS: [&str; 20] = [
        "相談支援事業",
        "地域福祉活動",
        "ボランティアセンターの運営",
        "権利擁護の推進",
        "生活福祉資金の貸付け",
        "在宅福祉サービス",
        "ふれあいサロンの支援",
        "福祉教育の推進",
        "災害への備え",
        "共同募金運動",
        "子どもの居場所づくり",
        "障がい者の社会参加",
        "介護予防事業",
        "民生委員との連携",
        "地区社会福祉協議会の支援",
        "福祉サービスの質の向上",
        "人材の確保と育成",
        "法人運営の強化",
        "広報と情報発信",
        "施設の管理",
    ];
    const ITEMS: [&str; 26] = [
        "研修",
        "広報",
        "会議の開催",
        "調査",
        "連絡調整",
        "相談窓口の開設",
        "講座の開催",
        "助成金の交付",
        "訪問活動",
        "交流会の開催",
        "啓発資料の作成",
        "研修会の開催",
        "運営委員会の開催",
        "ホームページの更新",
        "活動の手引きの配布",
        "関係機関との連絡会",
        "地区懇談会への参加",
        "担い手の養成",
        "事例検討会",
        "アンケートの実施",
        "名簿の整備",
        "備品の貸出し",
        "表彰の推薦",
        "実績の報告",
        "計画の見直し",
        "会報の発行",
    ];
    let mut rng = Rng(seed);
    let mut plan = Plan::new("令和7年度事業計画", None);
    let mut made = 0;
    while made < nodes {
        let mut chapter = Node::new(Role::Chapter, format!("{}{}", rng.pick(&PROJECTS), rng.pick(&["の充実", "の強化", ""])));
        made += 1;
        let projects = 3 + rng.below(6);
        for _ in 0..projects {
            let mut project = Node::new(Role::Project, *rng.pick(&PROJECTS));
            made += 1;
            if rng.chance(60.0) {
                project.body.push(Block::Text(sentence(&mut rng)));
            }
            if rng.chance(40.0) {
                project.status = Some(*rng.pick(&Status::ALL));
                project.funding = vec![(*rng.pick(&["市受託事業", "自主事業", "県社協受託事業"])).to_owned()];
            }
            let items = 2 + rng.below(7);
            for _ in 0..items {
                let mut item = Node::new(Role::Item, *rng.pick(&ITEMS));
                made += 1;
                if rng.chance(45.0) {
                    item.schedule = vec![(*rng.pick(&["1回", "2回", "随時", "9月", "月1回", "4回", "5月、10月"])).to_owned()];
                }
                if rng.chance(35.0) {
                    item.body.push(Block::Text(sentence(&mut rng)));
                }
                if rng.chance(15.0) {
                    let lines = 2 + rng.below(3);
                    for _ in 0..lines {
                        item.children.push(Arc::new(Node::new(Role::Item, *rng.pick(&ITEMS))));
                        made += 1;
                    }
                }
                project.children.push(Arc::new(item));
            }
            chapter.children.push(Arc::new(project));
        }
        plan.nodes.push(Arc::new(chapter));
    }
    plan
}

fn sentence(rng: &mut Rng) -> String {
    const WHO: [&str; 8] =
        ["高齢者", "障がいのある人", "子育て世帯", "地区の役員", "ボランティア", "生活に困窮する世帯", "福祉施設の職員", "小中学生"];
    const WHAT: [&str; 8] = [
        "が集う場を設け",
        "からの相談に応じ",
        "を対象に講習を行い",
        "の活動に助成し",
        "への訪問を続け",
        "の声を集め",
        "とともに地区を巡り",
        "向けの案内を配り",
    ];
    const SO: [&str; 8] = [
        "、孤立を防ぐ。",
        "、支え合いの輪を広げる。",
        "、担い手を育てる。",
        "、必要な支援につなぐ。",
        "、理解を深める。",
        "、活動の定着を図る。",
        "、課題を共有する。",
        "、安心して暮らせる地域をつくる。",
    ];
    format!("{}{}{}", rng.pick(&WHO), rng.pick(&WHAT), rng.pick(&SO))
}
