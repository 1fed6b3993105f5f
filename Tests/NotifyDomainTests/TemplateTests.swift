import Contracts
import NotifyDomain
import Testing

@Suite struct TemplateTests {
    private func template(
        _ kind: NoticeKind = .returned, _ channel: ServiceStandard.Channel = .email, version: Int = 1,
        variables: [NoticeVariable] = [.caseNumber], subject: String = "{{nomor}}",
        body: [NoticeTemplate.Block] = []
    ) -> NoticeTemplate {
        NoticeTemplate(
            kind: kind, channel: channel, version: version, variables: variables, subject: subject, body: body)
    }

    private var whole: [NoticeTemplate] {
        NoticeKind.allCases.flatMap { kind in
            kind.channels.map { channel in
                kind.isAboutCase
                    ? self.template(kind, channel)
                    : self.template(kind, channel, variables: [.validUntil], subject: "{{berlakuSampai}}")
            }
        }
    }

    private func fault(_ template: NoticeTemplate) -> TemplateFault.Reason? {
        do {
            _ = try TemplateBook([template])
            return nil
        } catch {
            return error.reason
        }
    }

    @Test("A book with every kind on every channel is accepted and gives the newest version")
    func complete() throws {
        let book = try TemplateBook(self.whole + [self.template(.returned, .email, version: 2)])
        #expect(book.newest(.returned, on: .email)?.version == 2)
        #expect(book.template(.returned, on: .email, version: 1) != nil)
        #expect(book.newest(.returned, on: .whatsapp) == nil)
    }

    @Test("A book that lacks a template refuses to load")
    func absent() {
        #expect(throws: TemplateFault(kind: .refused, channel: .portal, version: 0, reason: .absent)) {
            try TemplateBook(self.whole.filter { $0.kind != .refused || $0.channel != .portal })
        }
    }

    @Test("A template at fault refuses to load and says why")
    func faults() {
        #expect(self.fault(self.template(subject: "{{nomer}}")) == .unknownVariable("nomer"))
        #expect(self.fault(self.template(subject: "{{nomor}")) == .unclosedBraces)
        #expect(self.fault(self.template(subject: "nomor}}")) == .unclosedBraces)
        #expect(self.fault(self.template(variables: [])) == .undeclared(.caseNumber))
        #expect(self.fault(self.template(variables: [.caseNumber, .title])) == .unused(.title))
        #expect(
            self.fault(self.template(variables: [.caseNumber, .reasons], body: [.list(.reasons)]))
                == .notProvided(.reasons))
        #expect(
            self.fault(self.template(variables: [.caseNumber, .title], body: [.list(.title)])) == .wrongShape(.title))
        #expect(
            self.fault(
                self.template(
                    variables: [.caseNumber, .remarks], body: [.paragraph("{{catatan}}", onlyWith: nil)]))
                == .wrongShape(.remarks))
        #expect(
            self.fault(self.template(variables: [.caseNumber, .title], body: [.link(.title, label: "x")]))
                == .wrongShape(.title))
        #expect(
            self.fault(
                self.template(variables: [.caseNumber, .note], body: [.paragraph("{{pesan}}", onlyWith: nil)]))
                == .mayBeEmpty(.note))
        do {
            _ = try TemplateBook(self.whole + [self.template(.returned, .email)])
            Issue.record("a duplicate was accepted")
        } catch {
            #expect(error.reason == .duplicate)
        }
    }

    @Test("What people typed is text in the mail and cannot become markup")
    func escaping() throws {
        let template = self.template(
            variables: [.caseNumber, .title, .remarks, .caseLink],
            body: [
                .paragraph("Judul: {{judul}}", onlyWith: nil), .list(.remarks),
                .link(.caseLink, label: "Buka {{judul}}"),
            ])
        let evil = "<script>alert(\"x\")</script> & 'y' \"\u{301}"
        let rendered = try template.rendered(
            with: NoticeValues(
                texts: [.caseNumber: "LYK-1", .title: evil, .caseLink: "/pengajuan/1?a=\"b"],
                lists: [.remarks: [evil, "{{nomor}}"]]
            ).onOrigin("https://layak.example"))
        #expect(!rendered.html.contains("<script"))
        #expect(
            Array(rendered.html.utf8).split(separator: UInt8(ascii: "\n")).contains { line in
                String(decoding: line, as: UTF8.self).utf8.elementsEqual(
                    "<p>Judul: &lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;y&#39; &quot;\u{301}</p>"
                        .utf8)
            })
        #expect(rendered.html.contains("<a href=\"https://layak.example/pengajuan/1?a=&quot;b\">"))
        #expect(rendered.text.contains("Judul: \(evil)"))
        #expect(rendered.text.contains("- {{nomor}}"), "a value is never read as a template")
        #expect(rendered.text.contains("Buka \(evil):\nhttps://layak.example/pengajuan/1?a=\"b"))
    }

    @Test("A paragraph about something that is empty is left out")
    func onlyWith() throws {
        let template = self.template(
            variables: [.caseNumber, .note],
            body: [.paragraph("Satu", onlyWith: nil), .paragraph("Pesan: {{pesan}}", onlyWith: .note)])
        var values = NoticeValues(texts: [.caseNumber: "1", .note: ""])
        #expect(try template.rendered(with: values).text == "Satu\n")
        values.texts[.note] = "segera"
        #expect(try template.rendered(with: values).text == "Satu\n\nPesan: segera\n")
    }

    @Test("A missing value is an error, never an empty place")
    func missingValue() {
        #expect(
            throws: TemplateFault(kind: .returned, channel: .email, version: 1, reason: .missingValue(.caseNumber))
        ) { try self.template().rendered(with: NoticeValues()) }
    }
}
