public import Contracts
public import Foundation
public import Hummingbird
internal import Mustache

/// Renders pages from templates that are read once, at start: those of Web and those of the service.
///
/// All values are escaped. Templates see the model's properties by name, and besides `t` (texts), `csrf` and `page`.
public struct PageRenderer: Sendable {
    private let library: MustacheLibrary
    private let texts: [String: String]
    /// The texts as templates find them: `nav.sign-in` is `sign-in` inside `nav`.
    private let textTree: MarkupTree

    /// The names of all templates, in order.
    public let templateNames: [String]

    /// Reads the templates.
    ///
    /// - Parameters:
    ///   - bundles: the service's `Bundle.module`, with a folder `Templates` of `*.mustache`.
    ///   - texts: texts of the service, added to those of Web.
    /// - Throws: ``PageError``, so that a service with a broken template does not start.
    public init(bundles: [Bundle] = [], texts: [String: String] = [:]) throws {
        // Read now: a file that is missing, or goes while the service runs, must not stop it at a later page.
        _ = (Asset.styleSheet, Asset.icon)
        var sources: [String: String] = [:]
        for bundle in [Bundle.module] + bundles {
            for (name, source) in TemplateFolder.read(bundle) {
                guard sources.updateValue(source, forKey: name) == nil else { throw PageError.twice(name) }
            }
        }
        var library = MustacheLibrary()
        for (name, source) in sources {
            try TemplateRules.check(source, named: name, among: Set(sources.keys))
            do {
                try library.register(source, named: name)
            } catch {
                throw PageError.broken(name)
            }
        }
        self.library = library
        self.templateNames = sources.keys.sorted()
        self.texts = Texts.indonesian.merging(texts) { _, new in new }
        self.textTree = MarkupTree(self.texts)
    }

    /// A page: the template filled with the model, inside the layout.
    ///
    /// - Parameter model: a struct (or a dictionary with text keys) whose property names the template uses.
    /// - Throws: ``PageError``.
    public func page(
        _ template: String, _ model: Any? = nil, shell: PageShell, context: LayakRequestContext, status: Int = 200
    ) throws -> Response {
        let html = try self.html(template, model, shell: shell, context: context)
        return Response(
            status: HTTPResponse.Status(code: status), headers: [.contentType: "text/html; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
    }

    /// The text of a page; `page(_:_:shell:context:status:)` makes the answer of it.
    public func html(_ template: String, _ model: Any?, shell: PageShell, context: LayakRequestContext) throws -> String
    {
        var values = MarkupValue.of(model) as? [String: Any] ?? [:]
        for reserved in ["t", "csrf", "page", "content"] where values[reserved] != nil {
            throw PageError.reservedName(reserved)
        }
        let frame = PageFrame(shell: shell, context: context, texts: self.texts)
        values["t"] = self.textTree
        values["page"] = MarkupValue.of(frame)
        // Only a template that has a form asks for the secret, so only then an anonymous visitor gets a cookie.
        if self.needsSecret(template) || context.identity != nil { values["csrf"] = MarkupText(context.csrf) }
        guard let content = self.library.render(values, withTemplate: template) else {
            throw PageError.missing(template)
        }
        values["content"] = content
        guard let html = self.library.render(values, withTemplate: "layout") else { throw PageError.missing("layout") }
        return html
    }

    /// The page of a problem, with its status.
    public func problem(_ problem: Problem, context: LayakRequestContext) throws -> Response {
        try self.page(
            "problem", ProblemPage(problem: problem, traceID: context.trace.traceID),
            shell: PageShell(title: problem.title, heading: false), context: context, status: problem.status)
    }

    /// A text by its key, for messages made in code; the key itself when it is unknown.
    public func text(_ key: String) -> String { self.texts[key] ?? key }

    private func needsSecret(_ template: String) -> Bool {
        guard let text = self.library.getTemplate(named: template)?.description else { return false }
        return text.contains("csrf")
    }
}

/// What the template `problem` shows.
private struct ProblemPage {
    let status: Int
    let title: String
    let detail: String?
    let errors: [FieldProblem]
    let hasErrors: Bool
    let traceID: String?

    init(problem: Problem, traceID: String) {
        self.status = problem.status
        self.title = problem.title
        self.detail = problem.detail
        self.errors = problem.errors
        self.hasErrors = !problem.errors.isEmpty
        self.traceID = problem.status >= 500 ? traceID : nil
    }
}
