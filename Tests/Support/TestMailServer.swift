public import Foundation

/// A real SMTP server (aiosmtpd) on loopback with STARTTLS and a password, for one test.
///
/// The recipient's local part decides what happens: `rcpt550` and `data451` answer with that code, `later2` refuses
/// twice with 451 and then accepts, `lost` cuts the connection after the mail has gone in, `torn` in the middle of
/// the answer to it, `silent` never answers it; anything else is accepted. Every mail that went in wholly is kept, acknowledged or not.
///
/// Needs a Python with aiosmtpd and cryptography: `LAYAK_TEST_PYTHON`, or `.layak/venv/bin/python` of the project.
public final class TestMailServer: Sendable {
    /// `smtp://127.0.0.1:port`.
    public let url: String
    /// Where mails and certificates are kept.
    public let folder: URL
    /// The user who may send.
    public let user = "layak"
    /// A fresh one for each server.
    public let password: String
    /// The authority that signed the server's certificate.
    public var authorityFile: String { self.folder.appendingPathComponent("ca.pem").path }
    /// An authority that did not.
    public var otherAuthorityFile: String { self.folder.appendingPathComponent("other-ca.pem").path }

    private let process: Process
    private let input: Pipe

    /// Why there is no mail server.
    public struct Unavailable: Error, CustomStringConvertible {
        /// One sentence with the remedy.
        public let description: String
    }

    /// Runs a body with a server of its own, and ends it.
    public static func with<Result>(
        offersSTARTTLS: Bool = true, _ body: (TestMailServer) async throws -> Result
    ) async throws -> Result {
        let server = try TestMailServer(offersSTARTTLS: offersSTARTTLS)
        defer { server.stop() }
        return try await body(server)
    }

    /// The mails that have gone in so far, in order, as they came over the wire.
    public func mails() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: self.folder.path).filter { $0.hasSuffix(".eml") }.sorted()
            .map { try String(contentsOf: self.folder.appendingPathComponent($0), encoding: .utf8) }
    }

    private init(offersSTARTTLS: Bool) throws {
        let python = try Self.python()
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("layak-mail-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let script = folder.appendingPathComponent("server.py")
        try MailServerScript.source.write(to: script, atomically: true, encoding: .utf8)
        self.folder = folder
        self.password = UUID().uuidString
        self.process = Process()
        self.input = Pipe()
        let output = Pipe()
        let errors = folder.appendingPathComponent("errors.log")
        _ = FileManager.default.createFile(atPath: errors.path, contents: nil)
        self.process.executableURL = URL(fileURLWithPath: python)
        self.process.arguments = [
            script.path, folder.path, self.user, self.password, offersSTARTTLS ? "starttls" : "plain", "0",
        ]
        self.process.standardInput = self.input
        self.process.standardOutput = output
        self.process.standardError = try FileHandle(forWritingTo: errors)
        try self.process.run()
        // The first line comes when the server listens; an end of file means that it has died.
        var line = Data()
        while line.last != 0x0A {
            let byte = output.fileHandleForReading.readData(ofLength: 1)
            guard !byte.isEmpty else {
                // Best effort: the test fails with or without its reason.
                let reason = (try? String(contentsOf: errors, encoding: .utf8)) ?? ""
                throw Unavailable(description: "the test mail server did not start: \(reason.suffix(400))")
            }
            line += byte
        }
        let port = try JSONDecoder().decode([String: Int].self, from: line)["port"] ?? 0
        self.url = "smtp://127.0.0.1:\(port)"
    }

    private func stop() {
        // Closed already when the server has died; the process is ended either way.
        try? self.input.fileHandleForWriting.close()
        self.process.terminate()
        self.process.waitUntilExit()
        // A folder left over must not hide why the test failed.
        try? FileManager.default.removeItem(at: self.folder)
    }

    private static func python() throws -> String {
        if let given = ProcessInfo.processInfo.environment["LAYAK_TEST_PYTHON"] { return given }
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let own = root.appendingPathComponent(".layak/venv/bin/python").path
        guard FileManager.default.isExecutableFile(atPath: own) else {
            throw Unavailable(
                description: """
                    LAYAK_TEST_PYTHON is not set and .layak/venv has no Python: make one with \
                    `python3 -m venv .layak/venv && .layak/venv/bin/pip install aiosmtpd cryptography`
                    """)
        }
        return own
    }
}
