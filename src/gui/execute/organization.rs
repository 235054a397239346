//! What commands do with the organisation's profile and templates.

use crate::gui::app::App;
use crate::gui::organization::Organization;

impl App {
    /// Shows what the settings folder held; a profile that could not be read is told of.
    pub(in crate::gui) fn take_organization(&mut self, organization: Organization) {
        self.organization = organization;
        if let Some(fault) = self.organization.fault.take() {
            self.tell("window.error.profile", &fault);
        }
    }
}
