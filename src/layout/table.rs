//! Tables.
pub(super) fn lay(
    _: &crate::manuscript::Table,
    _: i32,
    _: &super::blocks::Sheet,
    _: Option<super::RunSource>,
    _: &mut super::blocks::Laid,
) {
}
