internal import Contracts
internal import Foundation
public import Hummingbird

extension Response {
    /// JSON as the API speaks it.
    public static func json(
        _ value: some Encodable, status: Int = 200, contentType: String = "application/json"
    ) throws -> Response {
        let bytes = try ContractJSON.encode(value)
        return Response(
            status: HTTPResponse.Status(code: status), headers: [.contentType: contentType],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// After a form: the browser gets the page at `path`. With `message`, that page shows the text `pesan.<message>`.
    public static func seeOther(_ path: String, message: String? = nil) -> Response {
        var target = path
        if let message { target += (path.contains("?") ? "&" : "?") + "pesan=" + PercentCoding.encode(message) }
        return Response(status: .seeOther, headers: [.location: target])
    }

    /// A file; `inline` shows it in the browser, else it is saved under `filename`.
    public static func file(
        _ bytes: [UInt8], contentType: String, filename: String, inline: Bool = false
    ) -> Response {
        let plain = String(
            filename.unicodeScalars.map {
                $0.isASCII && $0.value > 31 && $0 != "\"" && $0 != "\\" ? Character($0) : "_"
            })
        let disposition =
            "\(inline ? "inline" : "attachment"); filename=\"\(plain)\"; filename*=UTF-8''\(PercentCoding.encode(filename))"
        return Response(
            status: .ok, headers: [.contentType: contentType, .contentDisposition: disposition],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
