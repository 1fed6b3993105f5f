internal import Foundation

/// The values of the layout: `page.…` in templates.
struct PageFrame {
    struct Entry {
        let text: String
        let href: String
        let current: Bool
    }

    let title: String
    let heading: Bool
    let wide: Bool
    let stylesheet: String
    let icon: String
    let navigation: [Entry]
    let signedIn: Bool
    let name: String?
    let institution: String?
    let trail: [PageLink]
    let hasTrail: Bool
    let messages: [Message]

    struct Message {
        let tone: String
        let label: String
        let text: String
        let role: String
    }

    init(shell: PageShell, context: LayakRequestContext, texts: [String: String]) {
        self.title = shell.title
        self.heading = shell.heading
        self.wide = shell.wide
        self.stylesheet = Asset.styleSheet.path
        self.icon = Asset.icon.path
        self.navigation = NavigationItem.entries(for: context.identity).map { item in
            Entry(text: texts["nav." + item.rawValue] ?? item.rawValue, href: item.path, current: item == shell.active)
        }
        self.signedIn = context.identity != nil
        self.name = context.identity?.name
        self.institution = context.identity?.institution
        self.trail = shell.trail
        self.hasTrail = !shell.trail.isEmpty
        var messages = shell.messages
        if let flash = context.flash, let text = texts["pesan." + flash] {
            messages.insert(PageMessage(.success, text), at: 0)
        }
        self.messages = messages.map {
            Message(
                tone: $0.tone.rawValue, label: $0.label, text: $0.text, role: $0.tone == .error ? "alert" : "status")
        }
    }
}
