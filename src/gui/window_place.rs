//! Where the window stands on the screen, kept from one start to the next and never off the screen.
//!
//! All lengths are those of the system at an interface zoom of 1.

use eframe::egui::{Pos2, Rect, Vec2, ViewportBuilder, ViewportInfo, pos2, vec2};
use serde::{Deserialize, Serialize};

/// The size of a first start.
const USUAL: Vec2 = vec2(1280.0, 800.0);
/// No smaller than this.
pub const LEAST: Vec2 = vec2(1024.0, 640.0);
/// How much of the window must be on the screen, so that its title can be taken hold of.
const GRIP: f32 = 120.0;

/// A place on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WindowPlace {
    /// Left and top of the frame; `None` leaves it to the window manager.
    pub position: Option<(f32, f32)>,
    /// Width and height of the content.
    pub size: (f32, f32),
    /// Whether it fills the screen.
    pub maximized: bool,
}

impl Default for WindowPlace {
    fn default() -> Self {
        Self { position: None, size: (USUAL.x, USUAL.y), maximized: false }
    }
}

impl WindowPlace {
    /// Puts the place into what the window is made from.
    pub fn apply(self, builder: ViewportBuilder) -> ViewportBuilder {
        let size = vec2(self.size.0, self.size.1);
        // A broken settings file must not make a window nobody can see.
        let size = if size.is_finite() { size.clamp(LEAST, vec2(16_000.0, 16_000.0)) } else { USUAL };
        let builder = builder.with_inner_size(size).with_maximized(self.maximized);
        match self.position {
            Some((x, y)) if x.is_finite() && y.is_finite() => builder.with_position(pos2(x, y)),
            _ => builder,
        }
    }

    /// Takes in where the window is. Minimised it is nowhere; a window that fills the screen keeps the size
    /// it goes back to.
    pub fn take_in(&mut self, viewport: &ViewportInfo, zoom: f32) {
        if viewport.minimized == Some(true) || viewport.fullscreen == Some(true) {
            return;
        }
        self.maximized = viewport.maximized.unwrap_or(false);
        if self.maximized {
            return;
        }
        if let Some(inner) = viewport.inner_rect.filter(|inner| inner.width() > 0.0) {
            self.size = ((inner.width() * zoom).round(), (inner.height() * zoom).round());
        }
        let outer = viewport.outer_rect.map(|outer| scaled(outer, zoom));
        let monitor = viewport.monitor_size.map(|size| size * zoom);
        self.position = match (outer, monitor) {
            // A place on another screen is not kept: that screen may be gone the next time.
            (Some(outer), Some(monitor)) if on_screen(outer, monitor) == outer.min => Some((outer.min.x.round(), outer.min.y.round())),
            _ => None,
        };
    }
}

fn scaled(rect: Rect, zoom: f32) -> Rect {
    Rect::from_min_size((rect.min.to_vec2() * zoom).to_pos2(), rect.size() * zoom)
}

/// What brings a new window wholly into view.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Mend {
    /// With its frame it is too large. How much the desktop's own bars take only the window manager knows.
    Maximize,
    /// It reaches over an edge.
    Move(Pos2),
}

/// What a new window with its frame needs to be wholly in view, foot included; nothing where it is.
pub fn mend(window: Rect, monitor: Vec2) -> Option<Mend> {
    if window.width() > monitor.x || window.height() > monitor.y {
        return Some(Mend::Maximize);
    }
    let place = pos2(on_screen(window, monitor).x, window.min.y.clamp(0.0, monitor.y - window.height()));
    ((place - window.min).length() > 0.5).then_some(Mend::Move(place))
}

/// Where a window must stand so that it can be seen and moved on a screen of this size.
pub fn on_screen(window: Rect, monitor: Vec2) -> Pos2 {
    let x = window.min.x.clamp((GRIP - window.width()).min(0.0), (monitor.x - GRIP).max(0.0));
    let y = window.min.y.clamp(0.0, (monitor.y - GRIP).max(0.0));
    pos2(x, y)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(outer: Rect, maximized: bool) -> ViewportInfo {
        ViewportInfo {
            monitor_size: Some(vec2(1920.0, 1080.0)),
            outer_rect: Some(outer),
            inner_rect: Some(outer),
            maximized: Some(maximized),
            ..ViewportInfo::default()
        }
    }

    #[test]
    fn a_place_is_kept_and_a_full_screen_keeps_the_size_before() {
        let mut place = WindowPlace::default();
        place.take_in(&seen(Rect::from_min_size(pos2(100.0, 50.0), vec2(1100.0, 700.0)), false), 1.0);
        assert_eq!(place, WindowPlace { position: Some((100.0, 50.0)), size: (1100.0, 700.0), maximized: false });
        place.take_in(&seen(Rect::from_min_size(pos2(0.0, 0.0), vec2(1920.0, 1080.0)), true), 1.0);
        assert_eq!(place, WindowPlace { position: Some((100.0, 50.0)), size: (1100.0, 700.0), maximized: true });
    }

    #[test]
    fn the_zoom_of_the_interface_does_not_make_the_window_grow() {
        let mut place = WindowPlace::default();
        let mut viewport = seen(Rect::from_min_size(pos2(100.0, 50.0), vec2(800.0, 500.0)), false);
        viewport.monitor_size = Some(vec2(1280.0, 720.0));
        place.take_in(&viewport, 1.5);
        assert_eq!(place, WindowPlace { position: Some((150.0, 75.0)), size: (1200.0, 750.0), maximized: false });
    }

    #[test]
    fn no_window_is_kept_off_the_screen() {
        let mut place = WindowPlace::default();
        place.take_in(&seen(Rect::from_min_size(pos2(2500.0, 50.0), vec2(1100.0, 700.0)), false), 1.0);
        assert_eq!(place.position, None);
        let monitor = vec2(1280.0, 720.0);
        assert_eq!(on_screen(Rect::from_min_size(pos2(2500.0, -40.0), vec2(1100.0, 700.0)), monitor), pos2(1160.0, 0.0));
        assert_eq!(on_screen(Rect::from_min_size(pos2(-3000.0, 900.0), vec2(1100.0, 700.0)), monitor), pos2(-980.0, 600.0));
        let of = |x, y, width, height| mend(Rect::from_min_size(pos2(x, y), vec2(width, height)), monitor);
        assert_eq!(of(0.0, 0.0, 1282.0, 744.0), Some(Mend::Maximize), "with its frame it is too large");
        assert_eq!(of(40.0, 20.0, 1200.0, 700.0), None);
        assert_eq!(of(40.0, 40.0, 1200.0, 700.0), Some(Mend::Move(pos2(40.0, 20.0))), "its foot would be out of view");
        let broken = WindowPlace { position: Some((f32::NAN, 0.0)), size: (-5.0, 9.0), maximized: false };
        let builder = broken.apply(ViewportBuilder::default());
        assert_eq!((builder.position, builder.inner_size), (None, Some(LEAST)));
    }
}
