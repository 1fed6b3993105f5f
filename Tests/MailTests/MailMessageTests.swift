import Foundation
import Mail
import Testing

@Suite struct MailMessageTests {
    private func head(_ message: MailMessage) -> String {
        String(String(decoding: message.rendered(), as: UTF8.self).split(separator: "\r\n\r\n", maxSplits: 1)[0])
    }

    @Test("A mail has the headers of an automatic notice and both parts")
    func headers() throws {
        let mail = try message(to: "sari", subject: "Pengajuan diterima")
        #expect(
            self.head(mail)
                == """
                From: Layak BPS\r
                 <layak@bps.example>\r
                To: =?utf-8?b?QnUgU2FyaQ==?=\r
                 <sari@contoh.go.id>\r
                Subject: Pengajuan diterima\r
                Date: Fri, 13 Mar 2026 08:00:00 +0700\r
                Message-ID: <notice-1@bps.example>\r
                Auto-Submitted: auto-generated\r
                MIME-Version: 1.0\r
                Content-Type: multipart/alternative; boundary="=_layak_part"
                """.replacingOccurrences(of: "=?utf-8?b?QnUgU2FyaQ==?=", with: "Bu Sari"))
        let text = String(decoding: mail.rendered(), as: UTF8.self)
        #expect(text.contains(Data("Yth. Bu Sari,\r\n.\r\nPengajuan Anda diterima.\r\n".utf8).base64EncodedString()))
        #expect(text.contains("Content-Type: text/html; charset=utf-8"))
        #expect(text.hasSuffix("\r\n--=_layak_part--\r\n"))
    }

    @Test("Equal messages give equal bytes")
    func deterministic() throws { #expect(try message(to: "sari").rendered() == message(to: "sari").rendered()) }

    @Test(
        "Nothing that a person types begins a header of its own",
        arguments: [
            "Judul\r\nBcc: semua@contoh.go.id", "Judul\nBcc: semua@contoh.go.id", "Judul\rBcc: x", "Judul\u{85}Bcc: x",
            "Judul\u{2028}Bcc: x", "\u{0}Bcc: x", "=?utf-8?b?Qm9v?=",
        ])
    func injection(subject: String) throws {
        var mail = try message(to: "sari", subject: subject)
        mail.to.name = subject
        let lines = self.head(mail).components(separatedBy: "\r\n")
        #expect(!lines.contains { $0.lowercased().hasPrefix("bcc") })
        #expect(lines.filter { !$0.hasPrefix(" ") }.count == 8)
        #expect(!self.head(mail).contains("Qm9v"), "an encoded word in the text must stay text")
    }

    @Test("Long and foreign subjects are folded into words of at most 75 characters that give the text back")
    func folding() throws {
        let subject = String(repeating: "Survei – kesejahteraan 👨‍👩‍👧‍👦 ", count: 20)
        let mail = try message(to: "sari", subject: subject)
        let lines = self.head(mail).components(separatedBy: "\r\n")
        #expect(lines.allSatisfy { $0.utf8.count <= 90 })
        let words = lines.drop { !$0.hasPrefix("Subject") }.prefix { $0.hasPrefix("Subject") || $0.hasPrefix(" ") }
            .map { $0.replacingOccurrences(of: "Subject:", with: "").trimmingCharacters(in: .whitespaces) }
        #expect(words.allSatisfy { $0.count <= 75 && $0.hasPrefix("=?utf-8?b?") && $0.hasSuffix("?=") })
        let decoded = try words.map { word in
            let bytes = try #require(Data(base64Encoded: String(word.dropFirst(10).dropLast(2))))
            return try #require(String(data: bytes, encoding: .utf8), "a word must not cut a character's bytes")
        }
        #expect(decoded.joined() == subject.trimmingCharacters(in: .whitespaces))
    }

    @Test("Earlier mails of the conversation are referred to")
    func references() throws {
        var mail = try message(to: "sari", id: "third")
        mail.references = [try messageID("first"), try messageID("second")]
        #expect(
            self.head(mail).contains(
                "In-Reply-To: <second@bps.example>\r\nReferences: <first@bps.example>\r\n <second@bps.example>\r\n"))
    }

    @Test(
        "Addresses that could change a command or a header are refused",
        arguments: [
            "", "sari", "@contoh.go.id", "sari@", "sa ri@contoh.go.id", "sari@contoh.go.id\r\nRCPT TO:<x@y>",
            "<sari@contoh.go.id>", "sari@a@b", "sari@contoh..id", ".sari@contoh.id", "sári@contoh.go.id",
            "\"sari\"@contoh.go.id", "sari@[127.0.0.1]", String(repeating: "a", count: 65) + "@contoh.go.id",
        ])
    func badAddresses(text: String) { #expect(MailAddress(text) == nil) }

    @Test("Message identifiers are made of harmless characters", arguments: [("a b", "c"), ("", "c"), ("a", "c>")])
    func badIdentifiers(left: String, right: String) { #expect(MailMessageID(left: left, right: right) == nil) }
}
