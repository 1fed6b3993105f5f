import Contracts
import Hummingbird
import Web

/// The number of a list's page in the query: `?halaman=2`.
enum PageNumber {
    /// From 1; 1 when it is left out.
    ///
    /// - Throws: a problem for anything that is not a number from 1 to 100,000.
    static func reading(_ request: Request) throws -> Int {
        let fields = try FormFields(urlencoded: (request.uri.query ?? "").utf8)
        guard let text = fields.text("halaman") else { return 1 }
        guard let number = Int(text), (1...100_000).contains(number) else {
            throw Problem.invalid([
                FieldProblem(field: "halaman", code: "not-a-number", message: "Nomor halaman harus angka mulai dari 1.")
            ])
        }
        return number
    }
}
