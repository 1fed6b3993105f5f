import Contracts
import Foundation
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Web

@Suite("Bodies")
struct BodyTests {
    @Test("A form over 256 KiB, an API body over 256 KiB and an upload over 20 MiB are 413; just below is accepted")
    func limits() async throws {
        let site = try await Site()
        let cookie = try await site.cookie()
        let bearer: HTTPFields = [.authorization: "Bearer \(try await site.token())"]
        try await site.with { client in
            func form(_ size: Int) async throws -> Int {
                let head = "_csrf=\(Site.person.csrf)&catatan="
                let body = ByteBuffer(string: head + String(repeating: "a", count: size - head.utf8.count))
                return try await client.execute(uri: "/petugas", method: .post, headers: cookie + .form, body: body) {
                    $0.status.code
                }
            }
            #expect(try await form(256 * 1024) == 200)
            #expect(try await form(256 * 1024 + 1) == 413)
            let json = ByteBuffer(string: #"{"number":1,"name":""# + String(repeating: "a", count: 256 * 1024) + #""}"#)
            try await client.execute(uri: "/api/v1/submissions", method: .post, headers: bearer, body: json) {
                #expect($0.status.code == 413)
                #expect($0.text.contains("256 KiB"))
            }
            func upload(_ size: Int) async throws -> Int {
                let body = Self.multipart([
                    ("name=\"_csrf\"", Array(Site.person.csrf.utf8)),
                    ("name=\"berkas\"; filename=\"a.pdf\"", Array(repeating: 65, count: size)),
                ])
                return try await client.execute(
                    uri: "/unggah", method: .post,
                    headers: cookie + [.contentType: "multipart/form-data; boundary=batas"],
                    body: ByteBuffer(bytes: body)
                ) { $0.status.code }
            }
            #expect(try await upload(20 * 1024 * 1024) == 200)
            #expect(try await upload(22 * 1024 * 1024) == 413)
        }
    }

    @Test("Only eight large bodies are held at once, whatever kind of route takes them; one more is asked to come back")
    func admission() async throws {
        let router = try await Site().router()
        let routes = router.routes
        let uploads = UploadAdmission(most: 8)
        func gate(_ path: String, _ method: String = "POST") throws -> RouteGate {
            let route = try #require(routes.first { $0.path == path && $0.method == method })
            return RouteGate(route: route, secure: true, uploads: uploads)
        }
        let large = try gate("/api/v1/berkas")
        let tickets = try (0..<8).map { _ in try #require(try large.enter()) }
        #expect(throws: Problem.unavailable(retryAfter: 10)) { try large.enter() }
        #expect(throws: Problem.unavailable(retryAfter: 10)) { try gate("/unggah").enter() }
        for small in ["/petugas", "/api/v1/submissions", "/masuk"] { #expect(try gate(small).enter() == nil) }
        tickets[0].leave()
        #expect(try gate("/unggah").enter() != nil)
    }

    @Test("A place for a large body is kept until the answer is there, and free again after it")
    func placesComeBack() async throws {
        let site = try await Site()
        try await site.with { client in
            for _ in 0..<20 {
                try await client.execute(uri: "/api/v1/berkas", method: .post, body: ByteBuffer(string: "abc")) {
                    #expect($0.text == "3")
                }
            }
        }
    }

    @Test("A declared length over the limit is refused before the body is read")
    func declared() async throws {
        let (body, source) = RequestBody.makeStream()
        let request = Request(
            head: .init(
                method: .post, scheme: nil, authority: nil, path: "/", headerFields: [.contentLength: "262145"]),
            body: body)
        // Nobody ever sends the body: an answer that waited for it would never come.
        await #expect(throws: Problem.tooLarge(limit: "256 KiB")) {
            try await BodyReader.read(request, limit: 256 * 1024, words: "256 KiB")
        }
        source.finish()
    }

    @Test("A body without a declared length is cut off at the limit", arguments: [(3, true), (4, true), (5, false)])
    func streamed(pieces: Int, fits: Bool) async throws {
        let piece = ByteBuffer(bytes: [UInt8](repeating: 65, count: 1024))
        let (stream, source) = AsyncStream<ByteBuffer>.makeStream()
        for _ in 0..<pieces { source.yield(piece) }
        source.finish()
        let request = Request(
            head: .init(method: .post, scheme: nil, authority: nil, path: "/"), body: .init(asyncSequence: stream))
        if fits {
            #expect(try await BodyReader.read(request, limit: 4096, words: "4 KiB").count == pieces * 1024)
        } else {
            await #expect(throws: Problem.tooLarge(limit: "4 KiB")) {
                try await BodyReader.read(request, limit: 4096, words: "4 KiB")
            }
        }
    }

    @Test(
        "Broken percent encoding, broken UTF-8 and NUL are problems, not guesses",
        arguments: ["a=%", "a=%2", "a=%zz", "a=%ff", "a=%c3%28", "%ff=1", "a=%00", "a=%ed%a0%80"])
    func encoding(body: String) throws {
        #expect(throws: Problem.self) { try FormFields(urlencoded: body.utf8) }
    }

    @Test("A form keeps order and repeated names, and turns plus signs and line breaks into what was typed")
    func urlencoded() throws {
        let fields = try FormFields(urlencoded: "b=1&a=x+y&a=%C3%A9&kosong=&tanpa&c=1%0D%0A2&=nama".utf8)
        #expect(fields.fields.map(\.name) == ["b", "a", "a", "kosong", "tanpa", "c", ""])
        #expect(fields.all("a") == ["x y", "é"])
        #expect(fields["kosong"] == "" && fields.text("kosong") == nil && fields["tanpa"] == "")
        #expect(fields["c"] == "1\n2")
        #expect(fields["tidak"] == nil)
        let many = String(repeating: "a=1&", count: FormFields.mostFields + 1)
        #expect(throws: Problem.self) { try FormFields(urlencoded: many.utf8) }
    }

    @Test("Percent coding gives back every text, and never a character outside the unreserved ones")
    func roundTrip() {
        for text in ["", "a b+c", "é/ü?&=#%", "\u{1F600}\n\t", "/a/b"] {
            let coded = PercentCoding.encode(text)
            #expect(PercentCoding.decode(coded.utf8, plusIsSpace: true) == text)
            #expect(coded.utf8.allSatisfy { $0 < 128 && $0 > 32 && $0 != UInt8(ascii: "&") })
        }
        #expect(PercentCoding.encode("/a b", keepingSlashes: true) == "/a%20b")
    }

    @Test("A multipart form gives fields and files; a file name is never a path; an empty file control is left out")
    func multipart() throws {
        let body = Self.multipart([
            ("name=\"judul\"", Array("Survei é".utf8)),
            ("name=\"berkas\"; filename=\"C:\\\\x\\\\..\\\\a \\\"b\\\".pdf\"", [0, 255, 13, 10, 45, 45]),
            ("name=\"lain\"; filename=\"../../etc/passwd\"", Array("x".utf8)),
            ("name=\"kosong\"; filename=\"\"", []),
        ])
        let form = try MultipartForm(body: body, contentType: "multipart/form-data; boundary=\"batas\"")
        #expect(form.fields["judul"] == "Survei é")
        #expect(form.files.map(\.field) == ["berkas", "lain"])
        #expect(form.files[0].bytes == [0, 255, 13, 10, 45, 45])
        #expect(form.files[1].filename == "passwd")
        #expect(!form.files[0].filename.contains("\\"))
    }

    @Test("A multipart body that breaks off, lacks its boundary or its names is a problem")
    func brokenMultipart() {
        let whole = Self.multipart([("name=\"a\"", Array("1".utf8)), ("name=\"b\"", Array("2".utf8))])
        for cut in stride(from: 0, to: whole.count - 4, by: 3) {
            #expect(throws: Problem.self) {
                try MultipartForm(body: Array(whole.prefix(cut)), contentType: "multipart/form-data; boundary=batas")
            }
        }
        for type in ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=lain"] {
            #expect(throws: Problem.self) { try MultipartForm(body: whole, contentType: type) }
        }
        for disposition in ["", "filename=\"x\""] {
            let body = Self.multipart([(disposition, Array("1".utf8))])
            #expect(throws: Problem.self) {
                try MultipartForm(body: body, contentType: "multipart/form-data; boundary=batas")
            }
        }
        let latin = Self.multipart([("name=\"a\"", [0xE9])])
        #expect(throws: Problem.self) {
            try MultipartForm(body: latin, contentType: "multipart/form-data; boundary=batas")
        }
        let many = Self.multipart(Array(repeating: ("name=\"a\"", [65]), count: MultipartForm.mostParts + 1))
        #expect(throws: Problem.self) {
            try MultipartForm(body: many, contentType: "multipart/form-data; boundary=batas")
        }
    }

    @Test("A body of a kind that no form has is refused, and so is a compressed one")
    func kinds() async throws {
        let site = try await Site()
        let cookie = try await site.cookie()
        try await site.with { client in
            for headers in [
                [.contentType: "text/plain"], [.contentType: "application/json"],
                .form + [.contentEncoding: "gzip"],
            ] as [HTTPFields] {
                try await client.execute(
                    uri: "/petugas", method: .post, headers: cookie + headers, body: ByteBuffer(string: "_csrf=x")
                ) { #expect($0.status == .badRequest) }
            }
        }
    }

    static func multipart(_ parts: [(String, [UInt8])]) -> [UInt8] {
        var body: [UInt8] = []
        for (disposition, content) in parts {
            body += Array("--batas\r\nContent-Disposition: form-data; \(disposition)\r\n\r\n".utf8) + content
            body += Array("\r\n".utf8)
        }
        return body + Array("--batas--\r\n".utf8)
    }
}
