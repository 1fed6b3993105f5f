import Contracts
import Standards
import Web

/// What the template `standards-compared` shows.
struct StandardComparisonPage {
    struct Side {
        let text: String?
        let isChanged: Bool
    }
    struct Line {
        let left: Side
        let right: Side
        let leftTitle: String
        let rightTitle: String
    }
    struct Row {
        let title: String
        let isEqual: Bool
        let lines: [Line]
    }

    let fields: [Field]
    let isCompared: Bool
    let leftTitle: String
    let rightTitle: String
    let leftHref: String
    let rightHref: String
    let differences: Int
    let rows: [Row]

    init(names: [String], found: [ServiceStandard?], parts: IntakeParts) {
        let labels = [parts.pages.text("intake.compare.first"), parts.pages.text("intake.compare.second")]
        self.fields = zip(["satu", "dua"], names.indices).map { name, index in
            let isUnknown = !names[index].isEmpty && found[index] == nil
            return Field(
                name, labels[index],
                error: isUnknown ? "Standar \(names[index]) tidak ada. Isi kode unit empat angka, misalnya 6104." : nil,
                value: names[index], maxLength: 20)
        }
        guard let left = found[0], let right = found[1] else {
            self.isCompared = false
            (self.leftTitle, self.rightTitle, self.leftHref, self.rightHref) = ("", "", "", "")
            self.differences = 0
            self.rows = []
            return
        }
        func title(_ standard: ServiceStandard) -> String {
            "\(parts.unitName(standard.unit)), versi \(standard.version)"
        }
        let (leftTitle, rightTitle) = (title(left), title(right))
        let comparison = StandardComparison(left, right)
        self.isCompared = true
        self.leftTitle = leftTitle
        self.rightTitle = rightTitle
        self.leftHref = StandardRoutes.address(of: left.id)
        self.rightHref = StandardRoutes.address(of: right.id)
        self.differences = comparison.differences.count
        self.rows = comparison.rows.map { row in
            Row(
                title: row.title, isEqual: row.isEqual,
                lines: row.pairs.map { pair in
                    Line(
                        left: Side(text: pair.left, isChanged: !pair.isEqual),
                        right: Side(text: pair.right, isChanged: !pair.isEqual), leftTitle: leftTitle,
                        rightTitle: rightTitle)
                })
        }
    }
}
