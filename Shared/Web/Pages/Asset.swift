internal import Contracts
internal import Crypto
internal import Foundation
internal import Hummingbird

/// A file of `Assets/`, served under a name with the hash of its content, so that browsers may keep it for a year.
struct Asset: Sendable {
    let bytes: [UInt8]
    let contentType: String
    /// `/aset/layak-1a2b3c4d5e6f.css`
    let path: String

    /// The one style sheet.
    static let styleSheet = Asset(name: "layak", kind: "css", contentType: "text/css; charset=utf-8")
    /// The icon of the browser's tab.
    static let icon = Asset(name: "layak", kind: "svg", contentType: "image/svg+xml")

    private init(name: String, kind: String, contentType: String) {
        // Missing and unreadable come to the same.
        guard let url = Bundle.module.url(forResource: name, withExtension: kind, subdirectory: "Assets"),
            let data = try? Data(contentsOf: url)
        else {
            // The build copies the file beside the executable; without it the installation is broken.
            preconditionFailure("the asset \(name).\(kind) is missing from the installation")
        }
        let digest = SHA256.hash(data: data).prefix(6).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        self.bytes = [UInt8](data)
        self.contentType = contentType
        self.path = "/aset/\(name)-\(digest.joined()).\(kind)"
    }

    /// The current hash is kept for a year; another one (a page of an older or newer instance) gets the present file, kept shortly.
    static func respond(file: String) throws -> Response {
        guard file.hasPrefix("layak-"),
            let asset = [self.styleSheet, self.icon].first(where: { asset in
                asset.path.split(separator: ".").last == file.split(separator: ".").last
            })
        else { throw Problem.notFound("Berkas") }
        let current = asset.path == "/aset/" + file
        return Response(
            status: .ok,
            headers: [
                .contentType: asset.contentType,
                .cacheControl: current ? "public, max-age=31536000, immutable" : "public, max-age=60",
            ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: asset.bytes)))
    }
}
