import Contracts
import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import Testing

@testable import Web

@Suite("Pages")
struct PageTests {
    struct Source: RequestContextSource { let logger = Logger(label: "test") }

    static func context(_ identity: Identity? = nil) -> LayakRequestContext {
        var context = LayakRequestContext(anySource: Source())
        context.identity = identity
        return context
    }

    @Test("Everything that a model holds is escaped, in text and in attributes")
    func escaping() throws {
        let pages = try PageRenderer()
        let evil = "\"><script>alert('1')</script>&"
        let field = Field("nama", evil, hint: evil, error: evil, value: evil)
        let html = try pages.html("field", field, shell: PageShell(title: evil), context: Self.context())
        #expect(!html.contains("<script") && !html.contains("alert('"))
        #expect(html.contains("&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;"))
    }

    @Test(
        "A combining mark behind a quotation mark does not smuggle it through the escaping",
        arguments: ["\"\u{0301}", "\"\u{200D}", "\"\u{FE0F}", "\u{0600}\"", "<\u{0301}", "'\u{0308}", "\"\u{20E3}"])
    func combining(text: String) throws {
        let html = try PageRenderer().html(
            "field", Field("nama", "Nama", value: "x" + text + " autofocus y"), shell: PageShell(title: "t"),
            context: Self.context())
        let value = try #require(html.firstMatch(of: /value="(x[^"]*)"/)).1
        #expect(value.hasSuffix("autofocus y"), "the attribute ends early")
        #expect(!value.unicodeScalars.contains("<") && !value.unicodeScalars.contains("'"))
    }

    @Test("The layout shows who is signed in, the menu of the roles, the skip link, messages, and the texts")
    func layout() throws {
        let pages = try PageRenderer(texts: ["pesan.terambil": "Perkara sudah Anda ambil."])
        var context = Self.context(Site.person)
        context.flash = "terambil"
        let html = try pages.html(
            "empty", EmptyState("Kosong"),
            shell: PageShell(title: "Meja kerja", active: .worklist, messages: [PageMessage(.warning, "Awas")]),
            context: context)
        for part in [
            "<html lang=\"id\">", "href=\"#isi\"", "Langsung ke isi", "Sari &lt;Dewi&gt;", "Dinas &amp; Kominfo",
            "href=\"/petugas\" aria-current=\"page\"", "Perkara sudah Anda ambil.", "message-warning",
            "<strong>Perhatian.</strong> Awas",
            "<h1>Meja kerja</h1>", "value=\"rahasia-formulir-sesi-satu\"", "action=\"/keluar\"", assetPath,
        ] { #expect(html.contains(part), "\(part)") }
        #expect(!html.contains("href=\"/pengesahan\"") && !html.contains("href=\"/pengajuan\""))
        let visitor = try pages.html(
            "empty", EmptyState("Kosong"), shell: PageShell(title: "t"), context: Self.context())
        #expect(visitor.contains("href=\"/masuk\"") && !visitor.contains("/keluar"))
    }

    @Test("An unknown word in the query is no message")
    func flash() throws {
        var context = Self.context()
        context.flash = "<b>apa"
        let html = try PageRenderer().html(
            "empty", EmptyState("Kosong"), shell: PageShell(title: "t"), context: context)
        #expect(!html.contains("apa") && !html.contains("message-success"))
    }

    @Test("A field says its label, hint and error to screen readers, and keeps the answer, for every control")
    func fields() throws {
        let pages = try PageRenderer()
        func html(_ field: Field) throws -> String {
            try pages.html("field", field, shell: PageShell(title: "t"), context: Self.context())
        }
        let line = try html(
            Field("3.1", "Tujuan", hint: "Satu kalimat", error: "Wajib diisi.", value: "isi", maxLength: 20))
        for part in [
            "id=\"f-3-1\"", "for=\"f-3-1\"", "aria-describedby=\"f-3-1-hint f-3-1-error\"", "aria-invalid=\"true\"",
            "aria-required=\"true\"", "value=\"isi\"", "maxlength=\"20\"",
        ] { #expect(line.contains(part), "\(part)") }
        #expect(try html(Field("a", "A", required: false)).contains("boleh dikosongkan"))
        #expect(try html(Field("a", "A", value: "x\ny", control: .area(rows: 3))).contains("x\ny</textarea>"))
        let select = try html(
            Field("a", "A", control: .select([Choice("1", "Satu"), Choice("2", "Dua", chosen: true)])))
        #expect(
            select.contains("<option value=\"2\" selected>Dua</option>") && select.contains("<option value=\"1\">Satu"))
        let radios = try html(
            Field("a", "A", control: .radios([Choice("1", "Satu", hint: "kecil"), Choice("2", "Dua", chosen: true)])))
        #expect(
            radios.contains("<legend>A</legend>")
                && radios.contains("type=\"radio\" id=\"f-a\" name=\"a\" value=\"1\">"))
        #expect(radios.contains("id=\"f-a-1\" name=\"a\" value=\"2\" checked") && radios.contains("kecil"))
        let summary = try #require(ErrorSummary([FieldProblem(field: "3.1", code: "required", message: "Isi tujuan.")]))
        let errors = try pages.html("error-summary", summary, shell: PageShell(title: "t"), context: Self.context())
        #expect(errors.contains("href=\"#f-3-1\"") && errors.contains("role=\"alert\""))
        #expect(ErrorSummary([]) == nil)
    }

    @Test("An absent hint does not show the hint of something further out")
    func noLeak() throws {
        let html = try PageRenderer().html(
            "field", Field("a", "A", control: .radios([Choice("1", "Satu")])), shell: PageShell(title: "t"),
            context: Self.context())
        #expect(!html.contains("class=\"hint\""))
    }

    @Test("Templates with inline code or style, unescaped values or unknown partials do not load")
    func rules() throws {
        for (source, ok) in [
            ("<p>{{a}}</p>{{>b}}", true), ("{{{a}}}", false), ("{{& a}}", false), ("<p style=\"x\">", false),
            ("<SCRIPT>", false), ("<a onclick=\"x\">", false), ("<a\nonmouseover = x>", false),
            ("<a href=\"javascript:x\">", false),
            ("{{>tidak-ada}}", false), ("{{% CONTENT_TYPE:TEXT}}", false), ("<iframe>", false), ("lon=1", true),
        ] {
            if ok {
                #expect(throws: Never.self) { try TemplateRules.check(source, named: "a", among: ["a", "b"]) }
            } else {
                #expect(throws: PageError.self, "\(source)") {
                    try TemplateRules.check(source, named: "a", among: ["a", "b"])
                }
            }
        }
        #expect(throws: PageError.missing("tidak")) {
            try PageRenderer().html("tidak", nil, shell: PageShell(title: "t"), context: Self.context())
        }
        #expect(throws: PageError.reservedName("csrf")) {
            try PageRenderer().html("empty", ["csrf": "x"], shell: PageShell(title: "t"), context: Self.context())
        }
    }

    @Test("Every text that a template of Web asks for exists, and every text is plain")
    func texts() throws {
        let root = try #require(Bundle.module.resourceURL).appendingPathComponent("Templates").path
        let paths = try #require(FileManager.default.enumerator(atPath: root)?.allObjects as? [String])
        for path in paths where path.hasSuffix(".mustache") {
            let source = try String(contentsOfFile: root + "/" + path, encoding: .utf8)
            for match in source.matches(of: /\{\{t\.([a-z.-]+)\}\}/) {
                #expect(Texts.indonesian[String(match.1)] != nil, "\(path): \(match.1)")
            }
        }
        #expect(Texts.indonesian.values.allSatisfy { !$0.isEmpty && !$0.contains("<") })
        for item in NavigationItem.allCases { #expect(Texts.indonesian["nav." + item.rawValue] != nil) }
    }

    @Test("A page with its style sheet stays far below 60 KB")
    func weight() async throws {
        let site = try await Site()
        try await site.with { client in
            let sheet = try await client.execute(uri: assetPath, method: .get) { $0.body.readableBytes }
            let page = try await client.execute(uri: "/masuk", method: .get) { $0.body.readableBytes }
            #expect(sheet < 24_000)
            #expect(page < 6_000)
        }
    }

    @Test("Personal data in a model shows only that it is personal")
    func personal() {
        struct Model { let mail = Personal("budi@example.id") }
        let value = MarkupValue.of(Model()) as? [String: Any]
        #expect((value?["mail"] as? MarkupText)?.renderText == "‹personal›")
    }
}
