public import Contracts

/// How long a password must be. Length is what counts; rules about kinds of characters make people write it down.
public enum PasswordRule {
    /// At least ten characters, at most two hundred; not one character again and again.
    public static func problems(_ password: String) -> [FieldProblem] {
        if password.count < 10 {
            return [
                FieldProblem(
                    field: "sandi", code: "too-short", message: "Kata sandi: paling sedikit 10 karakter.")
            ]
        }
        if password.utf8.count > 200 {
            return [FieldProblem(field: "sandi", code: "too-long", message: "Kata sandi: paling banyak 200 karakter.")]
        }
        if Set(password).count < 4 {
            return [
                FieldProblem(
                    field: "sandi", code: "too-simple",
                    message: "Kata sandi: gunakan lebih banyak karakter yang berbeda.")
            ]
        }
        return []
    }
}
