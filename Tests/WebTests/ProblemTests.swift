import Contracts
import Foundation
import Hummingbird
import HummingbirdTesting
import Synchronization
import Testing
import Web

@Suite("Errors become answers")
struct ProblemTests {
    @Test("An unknown error is a 500 with the trace id and nothing of the error itself")
    func surprise() async throws {
        try await Site().with { client in
            let page = try await client.execute(uri: "/surprise", method: .get) { $0 }
            #expect(page.status == .internalServerError)
            #expect(!page.text.contains("rahasia-pemohon") && !page.text.contains("Surprising"))
            let trace = try #require(page.header("traceparent")).split(separator: "-")[1]
            #expect(page.text.contains(trace))
            let api = try await client.execute(uri: "/api/v1/surprise", method: .get) { $0 }
            #expect(api.headers[.contentType] == "application/problem+json")
            #expect(
                try ContractJSON.decode(Problem.self, from: Array(api.body.readableBytesView)).code
                    == "kesalahan-sistem")
        }
    }

    @Test("A lost database is 503 with Retry-After, for pages and for programs")
    func away() async throws {
        try await Site().with { client in
            for uri in ["/away", "/api/v1/away"] {
                try await client.execute(uri: uri, method: .get) {
                    #expect($0.status == .serviceUnavailable)
                    #expect($0.headers[.retryAfter] == "5")
                }
            }
        }
    }

    @Test("An unknown address is 404, a known one with another method 405 with Allow")
    func unknown() async throws {
        let site = try await Site()
        try await site.with { client in
            try await client.execute(uri: "/tidak/ada", method: .get) {
                #expect($0.status == .notFound)
                #expect($0.text.contains("<h1>Halaman tidak ditemukan</h1>"))
            }
            try await client.execute(uri: "/api/v1/tidak", method: .get) {
                #expect($0.status == .notFound)
                #expect($0.headers[.contentType] == "application/problem+json")
            }
            try await client.execute(uri: "/masuk", method: .delete) {
                #expect($0.status == .methodNotAllowed)
                #expect($0.headers[.allow] == "GET, HEAD, POST")
            }
            try await client.execute(uri: "/unit/6104", method: .put) { #expect($0.headers[.allow] == "GET, HEAD") }
            try await client.execute(uri: "/masuk", method: .head) { #expect($0.status == .ok) }
        }
        #expect(site.seen.withLock { $0.filter { $0.route == "unmatched" }.count } >= 2)
    }

    @Test("A request that takes too long is answered with 503, and does not claim that nothing was stored")
    func slow() async throws {
        try await Site(timeout: .milliseconds(50)).with { client in
            try await client.execute(uri: "/slow", method: .get) {
                #expect($0.status == .serviceUnavailable)
                #expect(!$0.text.contains("Tidak ada yang tersimpan"))
            }
        }
    }

    @Test("Broken JSON, wrong types and missing members are problems that name the field")
    func json() async throws {
        let site = try await Site()
        let headers: HTTPFields = [.authorization: "Bearer \(try await site.token())"]
        try await site.with { client in
            for (body, status, field) in [
                ("", 400, nil), ("{", 400, nil), ("[]", 422, nil), (#"{"name":"a"}"#, 422, "number"),
                (#"{"number":"x","name":"a"}"#, 422, "number"), (#"{"number":1,"name":null}"#, 422, "name"),
            ] as [(String, Int, String?)] {
                let response = try await client.execute(
                    uri: "/api/v1/submissions", method: .post, headers: headers, body: ByteBuffer(string: body)
                ) { $0 }
                #expect(response.status.code == status, "\(body)")
                let problem = try ContractJSON.decode(Problem.self, from: Array(response.body.readableBytesView))
                if let field { #expect(problem.errors.map(\.field) == [field]) }
            }
            let broken = ByteBuffer(bytes: Array(#"{"number":1,"name":""#.utf8) + [0xFF] + Array(#""}"#.utf8))
            try await client.execute(uri: "/api/v1/submissions", method: .post, headers: headers, body: broken) {
                #expect($0.status == .badRequest)
            }
        }
    }

    @Test("A caller's trace goes on; a broken one is replaced by a new one")
    func trace() async throws {
        let site = try await Site()
        let cookie = try await site.cookie()
        try await site.with { client in
            let name = HTTPFields.Element.Name("traceparent")!
            let theirs = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            try await client.execute(uri: "/petugas", method: .get, headers: cookie + [name: theirs]) {
                #expect($0.header("traceparent")?.contains("4bf92f3577b34da6a3ce929d0e0e4736") == true)
                #expect($0.text.contains("4bf92f3577b34da6a3ce929d0e0e4736"))
                #expect($0.header("traceparent") != theirs)
            }
            for broken in [
                "", "00-x-y-z", "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", theirs.uppercased(),
            ] {
                try await client.execute(uri: "/petugas", method: .get, headers: cookie + [name: broken]) {
                    let new = $0.header("traceparent") ?? ""
                    #expect(new.count == 55 && !new.lowercased().contains("4bf92f3577b34da6a3ce929d0e0e4736"))
                }
            }
        }
    }
}
