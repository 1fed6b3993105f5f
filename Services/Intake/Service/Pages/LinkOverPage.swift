import Hummingbird
import Web

/// What the template `link-over` shows: a link that does nothing, why, and what to do now.
struct LinkOverPage {
    let text: String
    let action: PageLink

    func response(_ parts: IntakeParts, _ context: LayakRequestContext, title: String = "Tautan ini tidak berlaku lagi")
        throws -> Response
    {
        try parts.pages.page("link-over", self, shell: PageShell(title: title), context: context, status: 410)
    }
}
