import Foundation
import Testing
@testable import Letterpress
@Test("temporary") func temporary() throws {
    try Data(try LetterPress.render(Samples.letter(), numbers: Samples.numbers, createdAt: Samples.moment)).write(
        to: URL(filePath: "/tmp/w/letter/final.pdf"))
    try Data(try LetterPress.preview(Samples.letter())).write(to: URL(filePath: "/tmp/w/letter/preview.pdf"))
    try Data(try LetterPress.render(Samples.letter(advice: 27), numbers: Samples.numbers, createdAt: Samples.moment))
        .write(to: URL(filePath: "/tmp/w/letter/long.pdf"))
}
@Test("temporary logo") func temporaryLogo() throws {
    var letter = Samples.letter()
    letter.logoPNG = Array(try Data(contentsOf: URL(filePath: "/tmp/w/letter/logo.png")))
    try Data(try LetterPress.render(letter, numbers: Samples.numbers, createdAt: Samples.moment)).write(
        to: URL(filePath: "/tmp/w/letter/logo.pdf"))
}
