//! The preview: the page model painted glyph by glyph, as the PDF will have it.
//!
//! Nothing is measured here. A page becomes one egui text shape whose glyphs stand where the page model
//! says; the shape is kept until the page, the zoom or egui's glyph atlas changes.

use std::collections::HashMap;
use std::sync::Arc;

use eframe::egui::{
    self, Color32, Context, CornerRadius, CursorIcon, Id, Pos2, Rect, Role, ScrollArea, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo,
    epaint::{
        Galley, Mesh, TextShape,
        text::{PlacedRow, RowVisuals},
    },
    pos2, vec2,
};
use nendo::layout::{FontId, Item, Page, Pages, Picture, Run};
use nendo::plan::NodeId;

use super::{Action, Cx};
use crate::gui::commands::UiCommand;
use crate::gui::engine::Laid;
use crate::gui::fonts::page_family;
use crate::gui::textures::Textures;
use crate::gui::theme;
use crate::gui::widgets::icon_button;

/// Screen points of a page point at 100 %.
const ACTUAL: f32 = 96.0 / 72.0;
const GAP: f32 = 20.0;
const MARGIN: f32 = 20.0;
/// Smallest and largest zoom.
const ZOOM: (f32, f32) = (0.25, 4.0);

/// How large pages are shown.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Zoom {
    /// As wide as the pane.
    Fit,
    /// 1.0 is the size on paper.
    Scale(f32),
}

/// What the preview remembers between frames.
pub struct PreviewState {
    /// How large pages are shown.
    pub zoom: Zoom,
    scale: f32,
    page: usize,
    glyphs: GlyphCache,
    shapes: HashMap<usize, PageShape>,
    textures: Textures,
    /// Height of all pages when last shown.
    height: f32,
    seen_selection: Option<(u64, bool)>,
    go_to: Option<GoTo>,
    /// The node chosen by a click here: the page already shows it.
    clicked: Option<NodeId>,
}

#[derive(Clone, Copy)]
enum GoTo {
    Page(usize),
    Place(usize, f32),
}

impl PreviewState {
    /// Nothing shown yet.
    pub fn new(zoom: Zoom) -> Self {
        Self {
            zoom,
            scale: 1.0,
            page: 0,
            glyphs: GlyphCache::default(),
            shapes: HashMap::new(),
            textures: Textures::default(),
            height: 0.0,
            seen_selection: None,
            go_to: None,
            clicked: None,
        }
    }

    /// Forgets the document before.
    pub fn reset(&mut self) {
        *self = Self::new(self.zoom);
        self.go_to = Some(GoTo::Page(0));
    }

    /// The zoom in per cent.
    pub fn percent(&self) -> u32 {
        (self.scale / ACTUAL * 100.0).round() as u32
    }

    /// Larger or smaller by a step.
    pub fn zoom_by(&mut self, factor: f32) {
        self.zoom = Zoom::Scale((self.scale / ACTUAL * factor).clamp(ZOOM.0, ZOOM.1));
    }

    /// Call in each frame before painting pages at `scale` (screen points a page point); says whether the
    /// scale is another one than before.
    pub fn begin_pages(&mut self, ctx: &Context, scale: f32) -> bool {
        self.glyphs.begin_frame(ctx);
        let changed = (self.scale - scale).abs() > 1e-4;
        if changed {
            self.scale = scale;
            self.shapes.clear();
            self.glyphs.glyphs.clear();
        }
        changed
    }

    /// Forgets what was kept for other pages than these.
    pub fn keep_pages(&mut self, pages: &[Arc<Page>]) {
        let alive: std::collections::HashSet<usize> = pages.iter().map(page_key).collect();
        self.shapes.retain(|key, _| alive.contains(key));
    }

    /// The page in view, from 0.
    pub fn page(&self) -> usize {
        self.page
    }

    /// Shows a page, from 0.
    pub fn show_page(&mut self, page: usize) {
        self.go_to = Some(GoTo::Page(page));
    }

    /// Turns pages.
    pub fn turn(&mut self, by: isize) {
        self.go_to = Some(GoTo::Page(self.page.saturating_add_signed(by)));
    }
}

/// Draws the preview.
pub fn preview_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut PreviewState) {
    let Some(laid) = cx.doc.laid.clone() else {
        ui.centered_and_justified(|ui| ui.label(theme::muted(ui, cx.t("window.preview.waiting"))));
        return;
    };
    bar_ui(ui, cx, state, &laid.pages);
    let ground = ui.available_rect_before_wrap();
    ui.painter().rect_filled(ground, CornerRadius::ZERO, theme::tokens(ui).ground);
    follow_selection(cx, state, &laid);
    pages_ui(ui, cx, state, &laid, ground);
}

fn bar_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut PreviewState, pages: &Pages) {
    egui::Frame::NONE.inner_margin(egui::Margin { left: 8, right: 8, top: 8, bottom: 6 }).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            icon_button::command_ui(ui, cx, UiCommand::PreviousPage);
            let count = pages.pages.len();
            let mut page = state.page + 1;
            let name = cx.t("window.preview.page");
            let drag = egui::DragValue::new(&mut page).range(1..=count.max(1)).speed(0.05);
            if ui.add_sized(vec2(40.0, 24.0), drag).on_hover_text(name).accessible_name(name).changed() {
                state.go_to = Some(GoTo::Page(page - 1));
            }
            ui.label(theme::muted(ui, format!("/ {count}")));
            icon_button::command_ui(ui, cx, UiCommand::NextPage);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                icon_button::command_ui(ui, cx, UiCommand::ZoomFit);
                icon_button::command_ui(ui, cx, UiCommand::ZoomIn);
                let tooltip = UiCommand::ZoomActual.tooltip(ui.ctx(), cx.lang);
                let percent = egui::Button::new(theme::muted(ui, format!("{} %", state.percent()))).frame_when_inactive(false);
                if ui.add_sized(vec2(52.0, 24.0), percent).on_hover_text(tooltip).clicked() {
                    cx.command(UiCommand::ZoomActual);
                }
                icon_button::command_ui(ui, cx, UiCommand::ZoomOut);
            });
        });
    });
}

/// Scrolls to the selected node when another one was selected elsewhere.
fn follow_selection(cx: &Cx<'_>, state: &mut PreviewState, laid: &Laid) {
    let Some(node) = cx.doc.primary() else {
        state.seen_selection = Some((cx.doc.selection_serial(), true));
        return;
    };
    let place = laid.places.get(&node);
    // A new node has no place before the pages know it.
    let seen = (cx.doc.selection_serial(), place.is_some());
    if state.seen_selection == Some(seen) || state.seen_selection == Some((seen.0, true)) {
        return;
    }
    state.seen_selection = Some(seen);
    if state.clicked.take() == Some(node) {
        return;
    }
    if let Some(place) = place {
        state.go_to = Some(GoTo::Place(place.page, place.y));
    }
}

fn pages_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut PreviewState, laid: &Arc<Laid>, ground: Rect) {
    let pages = &laid.pages;
    // Zooming keeps what is here where it is: what the pointer shows, or else the first line.
    let mut held = ground.min;
    if ui.rect_contains_pointer(ground) {
        let zoom = ui.input(egui::InputState::zoom_delta);
        if zoom != 1.0 {
            state.zoom_by(zoom);
            held = ui.input(|input| input.pointer.hover_pos()).unwrap_or(held);
        }
    }
    let held = held - ground.min;
    let room = (ground.width() - 2.0 * MARGIN - 4.0).max(40.0);
    let scale = match state.zoom {
        Zoom::Fit => room / usual_size(pages).x,
        Zoom::Scale(zoom) => zoom * ACTUAL,
    };
    let before = state.scale;
    let sheets = Sheets::new(pages, scale, (state.zoom == Zoom::Fit).then_some(room));
    if state.begin_pages(ui.ctx(), scale) {
        // The zoom in the bars was drawn before it was known.
        ui.ctx().request_repaint();
    }
    let mut area = ScrollArea::both().id_salt("preview.scroll").auto_shrink([false, false]).animated(false);
    let offset_id = Id::unique("preview.offset");
    let offset = ui.data(|data| data.get_temp::<egui::Vec2>(offset_id)).unwrap_or_default();
    match state.go_to.take() {
        Some(GoTo::Page(page)) => {
            area = area.vertical_scroll_offset(sheets.top(page.min(pages.pages.len().saturating_sub(1))) - MARGIN);
        }
        Some(GoTo::Place(page, y)) => {
            let at = sheets.top(page) + y * sheets.scale(page);
            if at < offset.y + 24.0 || at > offset.y + ground.height() * 0.85 {
                area = area.vertical_scroll_offset((at - ground.height() * 0.25).max(0.0));
            }
        }
        None if (before - scale).abs() > 1e-4 && before > 0.0 => {
            let ratio = sheets.bottom / state.height.max(1.0);
            area = area.vertical_scroll_offset(((offset.y + held.y) * ratio - held.y).max(0.0));
            area = area.horizontal_scroll_offset(((offset.x + held.x) * ratio - held.x).max(0.0));
        }
        None => {}
    }
    state.height = sheets.bottom;
    let output = area.show_viewport(ui, |ui, viewport| {
        let total = vec2((sheets.widest + 2.0 * MARGIN).max(viewport.width()), sheets.bottom);
        ui.set_min_size(total);
        let origin = ui.max_rect().min;
        let (first, last) = (sheets.at(viewport.top()), sheets.at(viewport.bottom()) + 1);
        for (index, page) in pages.pages.iter().enumerate().take(last).skip(first) {
            let size = vec2(page.width.pt(), page.height.pt()) * sheets.scale(index);
            let min = snap(ui, origin + vec2((total.x - size.x) / 2.0, sheets.top(index)));
            page_ui(ui, cx, state, &pages.pictures, page, index, Rect::from_min_size(min, size));
        }
        let keep = first.saturating_sub(2)..(last + 2).min(pages.pages.len());
        state.keep_pages(pages.pages.get(keep).unwrap_or_default());
        state.page = sheets.at(viewport.top() + viewport.height() * 0.35);
    });
    ui.data_mut(|data| data.insert_temp(offset_id, output.state.clamped_offset()));
}

/// Size of a page in points.
pub fn size_of(page: &Page) -> egui::Vec2 {
    vec2(page.width.pt().max(1.0), page.height.pt().max(1.0))
}

/// The size most pages have, in points: that of the plan's own sheets.
pub fn usual_size(pages: &Pages) -> egui::Vec2 {
    let mut counts: Vec<(egui::Vec2, usize)> = Vec::new();
    for page in &pages.pages {
        match counts.iter_mut().find(|(size, _)| *size == size_of(page)) {
            Some((_, count)) => *count += 1,
            None => counts.push((size_of(page), 1)),
        }
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map_or(vec2(1.0, 1.0), |(size, _)| size)
}

/// Where pages of different sizes stand below each other on the screen.
struct Sheets {
    /// Scale and upper edge of each page.
    places: Vec<(f32, f32)>,
    /// Width of the widest page.
    widest: f32,
    /// Height of all pages with their margins.
    bottom: f32,
}

impl Sheets {
    /// At `scale`; with a `room` wider pages are made smaller to stay in it.
    fn new(pages: &Pages, scale: f32, room: Option<f32>) -> Self {
        let mut sheets = Self { places: Vec::with_capacity(pages.pages.len()), widest: 0.0, bottom: MARGIN };
        for page in &pages.pages {
            let width = page.width.pt().max(1.0);
            let scale = room.map_or(scale, |room| scale.min(room / width));
            sheets.places.push((scale, sheets.bottom));
            sheets.widest = sheets.widest.max(width * scale);
            // Whole points keep all pages on the pixel grid.
            sheets.bottom += (page.height.pt() * scale + GAP).round();
        }
        sheets
    }

    fn scale(&self, page: usize) -> f32 {
        self.places.get(page).map_or(1.0, |place| place.0)
    }

    fn top(&self, page: usize) -> f32 {
        self.places.get(page).map_or(MARGIN, |place| place.1)
    }

    /// The page at a height.
    fn at(&self, y: f32) -> usize {
        self.places.partition_point(|(_, top)| *top <= y).saturating_sub(1)
    }
}

fn snap(ui: &Ui, pos: Pos2) -> Pos2 {
    let ppp = ui.pixels_per_point();
    pos2((pos.x * ppp).round() / ppp, (pos.y * ppp).round() / ppp)
}

#[allow(clippy::borrowed_box, clippy::trivially_copy_pass_by_ref, reason = "used as a function of pages")]
fn page_key(page: &Arc<Page>) -> usize {
    Arc::as_ptr(page) as usize
}

/// Paints a page at `rect`, with the lines of a node marked; the same wherever pages are shown.
pub fn paint_page(ui: &Ui, state: &mut PreviewState, pictures: &[Arc<Picture>], page: &Arc<Page>, rect: Rect, marked: Option<NodeId>) {
    let t = theme::tokens(ui);
    let shadow = egui::Shadow { offset: [0, 2], blur: 10, spread: 0, color: t.page_shadow };
    ui.painter().add(shadow.as_shape(rect, CornerRadius::ZERO));
    ui.painter().rect_filled(rect, CornerRadius::ZERO, theme::PAGE);
    let scale = rect.width() / page.width.pt().max(1.0);
    let painter = ui.painter_at(rect);
    if let Some(node) = marked {
        for line in lines_of(page, node) {
            let band =
                Rect::from_min_max(rect.min + line.min.to_vec2() * scale, rect.min + line.max.to_vec2() * scale).expand2(vec2(3.0, 0.0));
            painter.rect_filled(band, CornerRadius::same(2), theme::PAGE_HIGHLIGHT);
        }
    }
    for item in &page.items {
        if let Item::Fill { rect: fill, grey, .. } = item {
            painter.rect_filled(fill_rect(ui, rect.min, *fill, scale), CornerRadius::ZERO, Color32::from_gray(*grey));
        }
        if let Item::Image { rect: place, picture, .. } = item
            && let Some(picture) = pictures.get(*picture)
        {
            let min = rect.min + vec2(place.x.pt(), place.y.pt()) * scale;
            let place = Rect::from_min_size(min, vec2(place.width.pt(), place.height.pt()) * scale);
            match state.textures.get(ui.ctx(), picture) {
                Some(texture) => {
                    let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
                    painter.image(texture, place, whole, Color32::WHITE);
                }
                None => _ = painter.rect_filled(place, CornerRadius::ZERO, theme::PAGE_HIGHLIGHT),
            }
        }
    }
    let key = page_key(page);
    if state.shapes.get(&key).is_none_or(|shape| shape.generation != state.glyphs.generation || shape.ppp != ui.pixels_per_point()) {
        let galley = page_galley(ui.ctx(), &mut state.glyphs, page, scale);
        // The page is kept alive with its shape, so that its address stays its own.
        state
            .shapes
            .insert(key, PageShape { galley, generation: state.glyphs.generation, ppp: ui.pixels_per_point(), _page: page.clone() });
    }
    if let Some(PageShape { galley: Some(galley), .. }) = state.shapes.get(&key) {
        painter.add(Shape::Text(TextShape::new(rect.min, galley.clone(), theme::ink(false))));
    }
    ui.painter().rect_stroke(rect, CornerRadius::ZERO, Stroke::new(1.0, t.line), StrokeKind::Outside);
}

/// A page's place as one can point at it, read out as "page n".
pub fn page_place(ui: &Ui, lang: nendo::locale::Lang, index: usize, rect: Rect) -> egui::Response {
    let response = ui.interact(rect, Id::unique("preview.page").with(index), Sense::CLICK);
    response.widget_info(|| {
        let name = nendo::locale::Message::new("window.preview.page_n").with("n", index + 1).text(lang);
        WidgetInfo::labeled(Role::Image, true, name)
    });
    response
}

fn page_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut PreviewState, pictures: &[Arc<Picture>], page: &Arc<Page>, index: usize, rect: Rect) {
    paint_page(ui, state, pictures, page, rect, cx.doc.primary());
    let response = page_place(ui, cx.lang, index, rect);
    let scale = rect.width() / page.width.pt().max(1.0);
    let under = |pos: Pos2| node_at(page, (pos - rect.min).to_pos2() / scale);
    if response.hover_pos().and_then(under).is_some() {
        ui.set_cursor_icon(CursorIcon::PointingHand);
    }
    if response.clicked()
        && let Some(node) = response.interact_pointer_pos().and_then(under)
    {
        state.clicked = Some(node);
        cx.out.push(Action::Select(Some(node)));
    }
}

/// A fill on screen; hairlines get a whole pixel.
fn fill_rect(ui: &Ui, origin: Pos2, fill: nendo::layout::Rect, scale: f32) -> Rect {
    let pixel = 1.0 / ui.pixels_per_point();
    let min = origin + vec2(fill.x.pt(), fill.y.pt()) * scale;
    let size = vec2(fill.width.pt(), fill.height.pt()) * scale;
    let thin = |length: f32| if length < 1.5 * pixel { pixel } else { length };
    if size.x < 1.5 * pixel || size.y < 1.5 * pixel {
        let min = snap(ui, min);
        return Rect::from_min_size(min, vec2(thin(size.x), thin(size.y)));
    }
    Rect::from_min_size(min, size)
}

fn run_band(run: &Run) -> Rect {
    let width = run.glyphs.last().map_or(0.0, |glyph| (glyph.x + glyph.advance).pt());
    let size = run.size.pt();
    Rect::from_min_max(pos2(run.x.pt(), run.y.pt() - size * 0.98), pos2(run.x.pt() + width, run.y.pt() + size * 0.28))
}

/// The lines of a node on a page, in page points, one band a line.
fn lines_of(page: &Page, node: NodeId) -> Vec<Rect> {
    let mut lines: Vec<Rect> = Vec::new();
    for item in &page.items {
        let Item::Run(run) = item else { continue };
        if run.source.is_none_or(|source| source.id.0 != node.as_u128()) {
            continue;
        }
        let band = run_band(run);
        match lines.last_mut() {
            Some(line) if (line.bottom() - band.bottom()).abs() < 2.0 => *line = line.union(band),
            _ => lines.push(band),
        }
    }
    lines
}

/// The node whose line is at or near a place of the page.
fn node_at(page: &Page, pos: Pos2) -> Option<NodeId> {
    let mut best: Option<(f32, NodeId)> = None;
    for item in &page.items {
        let Item::Run(run) = item else { continue };
        let Some(source) = run.source else { continue };
        let band = run_band(run);
        let beside = (band.left() - pos.x).max(pos.x - band.right()).max(0.0);
        let above = (band.top() - pos.y).max(pos.y - band.bottom()).max(0.0);
        // Lines are nearer than what stands beside them.
        let distance = above * 4.0 + beside;
        if above < 8.0 && best.is_none_or(|(nearest, _)| distance < nearest) {
            best = Some((distance, NodeId::from_u128(source.id.0)));
        }
    }
    best.map(|(_, node)| node)
}

struct PageShape {
    galley: Option<Arc<Galley>>,
    generation: u64,
    ppp: f32,
    _page: Arc<Page>,
}

/// Where a glyph of a font at a size stands in egui's atlas.
#[derive(Default)]
struct GlyphCache {
    /// By font, size on the screen (its bits) and character.
    glyphs: HashMap<(FontId, u32, char), Option<AtlasGlyph>>,
    /// Grows when egui empties its atlas.
    generation: u64,
    fill_ratio: f32,
    dark: bool,
}

#[derive(Clone, Copy)]
struct AtlasGlyph {
    offset: egui::Vec2,
    size: egui::Vec2,
    uv: Rect,
}

impl GlyphCache {
    /// Notices an emptied atlas: it only ever gets emptier when egui throws its glyphs away.
    fn begin_frame(&mut self, ctx: &Context) {
        let ratio = fill_ratio(ctx);
        let dark = ctx.theme() == egui::Theme::Dark;
        if ratio < self.fill_ratio || dark != self.dark {
            self.glyphs.clear();
            self.generation += 1;
        }
        self.dark = dark;
        self.fill_ratio = ratio;
    }

    fn end_page(&mut self, ctx: &Context) {
        self.fill_ratio = self.fill_ratio.max(fill_ratio(ctx));
    }
}

#[allow(clippy::redundant_closure_for_method_calls, reason = "the bare method is not general enough in its lifetimes")]
fn fill_ratio(ctx: &Context) -> f32 {
    ctx.fonts(|fonts| fonts.font_atlas_fill_ratio())
}

fn atlas_glyphs(ctx: &Context, text: &str, font: egui::FontId) -> Vec<AtlasGlyph> {
    let galley = ctx.fonts_mut(|fonts| fonts.layout_no_wrap(text.to_owned(), font, Color32::PLACEHOLDER));
    galley
        .rows
        .iter()
        .flat_map(|row| &row.glyphs)
        .filter(|glyph| !glyph.uv_rect.is_nothing())
        .map(|glyph| {
            let corner = |[x, y]: [u16; 2]| pos2(f32::from(x), f32::from(y));
            AtlasGlyph {
                offset: vec2(glyph.pos.x, 0.0) + glyph.uv_rect.offset,
                size: glyph.uv_rect.size,
                uv: Rect::from_min_max(corner(glyph.uv_rect.min), corner(glyph.uv_rect.max)),
            }
        })
        .collect()
}

/// All glyphs of a page as one galley; `None` for an empty page.
fn page_galley(ctx: &Context, cache: &mut GlyphCache, page: &Page, scale: f32) -> Option<Arc<Galley>> {
    let ppp = ctx.pixels_per_point();
    let ink = theme::ink(cache.dark);
    let round = |v: f32| (v * ppp).round() / ppp;
    // egui fills the private parts of a galley; only the rows are ours.
    let template = ctx.fonts_mut(|fonts| {
        fonts.layout_no_wrap("国".to_owned(), egui::FontId::new(10.0, page_family(FontId::Mincho)), Color32::PLACEHOLDER)
    });
    let template_row = template.rows.first()?;
    let mut rows = Vec::new();
    let (mut vertices, mut indices) = (0, 0);
    let mut bounds = Rect::NOTHING;
    for item in &page.items {
        let Item::Run(run) = item else { continue };
        let size = run.size.pt() * scale;
        let font = || egui::FontId::new(size, page_family(run.font));
        let mut mesh = Mesh::default();
        let baseline = round(run.y.pt() * scale);
        for glyph in &run.glyphs {
            let Some(text) = run.text.get(glyph.start as usize..glyph.end as usize) else { continue };
            let left = (run.x + glyph.x).pt() * scale;
            let mut put = |atlas: &AtlasGlyph| {
                let min = pos2(round(left + atlas.offset.x), round(baseline + atlas.offset.y));
                mesh.add_rect_with_uv(Rect::from_min_size(min, atlas.size), atlas.uv, ink);
            };
            let mut chars = text.chars();
            match (chars.next(), chars.next()) {
                (Some(single), None) => {
                    let known = cache
                        .glyphs
                        .entry((run.font, size.to_bits(), single))
                        .or_insert_with(|| atlas_glyphs(ctx, text, font()).first().copied());
                    if let Some(atlas) = known {
                        put(atlas);
                    }
                }
                // A character with a variation selector.
                _ => atlas_glyphs(ctx, text, font()).iter().for_each(put),
            }
        }
        if mesh.is_empty() {
            continue;
        }
        vertices += mesh.vertices.len();
        indices += mesh.indices.len();
        let mesh_bounds = mesh.calc_bounds();
        bounds = bounds.union(mesh_bounds);
        let mut row = (*template_row.row).clone();
        row.glyphs.clear();
        row.visuals = RowVisuals { mesh_bounds, glyph_index_start: 0, glyph_vertex_range: 0..mesh.vertices.len(), mesh };
        rows.push(PlacedRow { pos: Pos2::ZERO, row: Arc::new(row), ends_with_newline: false });
    }
    cache.end_page(ctx);
    if rows.is_empty() {
        return None;
    }
    let mut galley = (*template).clone();
    galley.rows = rows;
    galley.rect = bounds;
    galley.mesh_bounds = bounds;
    galley.num_vertices = vertices;
    galley.num_indices = indices;
    Some(Arc::new(galley))
}
