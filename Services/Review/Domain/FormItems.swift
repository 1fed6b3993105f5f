import Contracts

/// Checks that remarks and findings are about items that the form has, each once.
enum FormItems {
    static func check(_ named: [String], in items: Set<String>, list: String, into errors: inout [FieldProblem]) {
        if named.isEmpty {
            errors.append(FieldProblem(field: list, code: "required", message: "Isi paling sedikit satu butir."))
        }
        if named.count > items.count {
            errors.append(FieldProblem(field: list, code: "too-long", message: "Lebih banyak daripada butir formulir."))
            return
        }
        var seen: Set<String> = []
        for (index, item) in named.enumerated() {
            if !items.contains(item) {
                errors.append(
                    FieldProblem(
                        field: "\(list)/\(index)/item", code: "unknown",
                        message: "Butir ini tidak ada dalam formulir. Pakai nomor butir formulir, misalnya 3.1."))
            } else if !seen.insert(item).inserted {
                errors.append(
                    FieldProblem(
                        field: "\(list)/\(index)/item", code: "duplicate",
                        message: "Butir ini sudah disebut. Gabungkan catatannya."))
            }
        }
    }
}
