//! The blocks of one node: its heading with what stands beside it, its body, what is said below.

use super::*;

/// A node that is composed, with what of the plan it looks at.
pub(super) struct NodeComposer<'a> {
    pub(super) row: &'a Row,
    pub(super) widest: &'a str,
    pub(super) outline: &'a Outline,
    pub(super) pictures: &'a Pictures,
    pub(super) place: NodePlace,
    pub(super) marks: StatusMarks,
}

impl NodeComposer<'_> {
    pub(super) fn blocks(&self) -> Vec<Block> {
        let node = &self.row.node;
        let mut blocks = Vec::new();
        let title = self.title();
        if !title.is_empty() || !self.row.label.is_empty() {
            blocks.push(self.block(Field::Title, self.title_kind(title)));
        }
        let under = if self.place.rank == Some(HeadingRank::Part) { 0 } else { self.place.indent.saturating_add(1) };
        if let Some(partners) = node.partner_line() {
            blocks.push(self.note(under, format!("〔{partners}〕")));
        }
        let details = self.details();
        if !details.is_empty() {
            blocks.push(self.note(under, details));
        }
        for (index, block) in node.body.iter().enumerate() {
            let field = Field::Body(u32::try_from(index).unwrap_or(u32::MAX));
            blocks.push(self.block(field, body_kind(block, under, self.place.rank.is_some(), self.outline, self.pictures)));
        }
        if figure::is_drawn(node) {
            let trees = figure::trees(node, self.outline);
            blocks.push(self.block(Field::Title, BlockKind::Figure { indent: under, trees }));
        }
        blocks
    }

    fn block(&self, field: Field, kind: BlockKind) -> Block {
        Block { source: Some(Source { id: SourceId(self.row.node.id.as_u128()), field }), kind }
    }

    fn note(&self, indent: u8, text: String) -> Block {
        self.block(Field::Details, BlockKind::Note { indent, text: vec![Span::plain(text)] })
    }

    fn title_kind(&self, text: Vec<Span>) -> BlockKind {
        let node = &self.row.node;
        let label = self.row.label.clone();
        let separator = if label.is_empty() { String::new() } else { self.outline.format(self.row).separator.clone() };
        match self.place.rank {
            Some(rank) => BlockKind::Heading {
                rank,
                outline_level: self.place.outline_level,
                indent: self.place.indent,
                label,
                separator,
                widest: self.widest.to_owned(),
                text,
                anchor: None,
                leads: !node.children.is_empty() || !node.body.is_empty() || node.partner_line().is_some() || !self.details().is_empty(),
            },
            // A line without a label that leads nothing is no list line but a paragraph.
            None if label.is_empty() && node.children.is_empty() && node.label.rule == LabelRule::Unnumbered => {
                BlockKind::Paragraph { indent: self.place.indent, first_line_indent: false, text }
            }
            None => BlockKind::Item {
                indent: self.place.indent,
                list_level: self.place.list_level,
                label,
                separator,
                widest: self.widest.to_owned(),
                text,
                leads: !node.children.is_empty() || !node.body.is_empty() || !node.partners.is_empty(),
            },
        }
    }

    /// The line of a heading in the table of contents: its words without marks.
    pub(super) fn contents_entry(&self) -> Option<Block> {
        let rank = self.place.rank?;
        let title = self.outline.title(self.row);
        let format = self.outline.format(self.row);
        if title.is_empty() {
            return None;
        }
        let label = self.row.label.clone();
        let separator = if label.is_empty() { String::new() } else { format.separator.clone() };
        let text = vec![Span::plain(format.title(&title))];
        let target = SourceId(self.row.node.id.as_u128());
        Some(Block { source: None, kind: BlockKind::ContentsEntry { rank, label, separator, text, target } })
    }

    /// Title with what stands beside it: title（schedule）（funding）【status】.
    fn title(&self) -> Vec<Span> {
        let node = &self.row.node;
        let brackets = self.outline.format(self.row).brackets && !node.title.is_empty();
        let mut text = Vec::new();
        if let (Some(status), StatusMarks::Boxed) = (node.status, self.marks) {
            text.push(Span { style: SpanStyle::Boxed, ..Span::plain(status.short()) });
            text.push(Span::plain(" "));
        }
        if brackets {
            text.push(Span::plain("【"));
        }
        text.extend(spans(&node.title, self.outline));
        if brackets {
            text.push(Span::plain("】"));
        }
        if !node.schedule.is_empty() {
            text.push(Span::plain(format!("（{}）", node.schedule.join("、"))));
        }
        for funding in &node.funding {
            text.push(Span::plain(format!("（{funding}）")));
        }
        if let (Some(status), StatusMarks::Brackets) = (node.status, self.marks) {
            text.push(Span { style: SpanStyle::Strong, ..Span::plain(format!("【{}】", status.word())) });
        }
        text
    }

    /// Lead, goals and budget in one line.
    fn details(&self) -> String {
        let node = &self.row.node;
        let mut parts = Vec::new();
        if !node.lead.is_empty() {
            parts.push(format!("担当：{}", node.lead));
        }
        if !node.goals.is_empty() {
            let labels: Vec<_> = node.goals.iter().map(|id| goal_label(*id, self.outline)).collect();
            parts.push(format!("重点目標：{}", labels.join("、")));
        }
        if let Some(budget) = node.budget {
            parts.push(format!("予算：{}千円", grouped(budget)));
        }
        parts.join("　　")
    }
}
