"""What the two applicants of the demo answer.

The first has a record of the present national system, which lacks what the form of today asks besides; those answers
are given here, as a person would type them. The second sends a whole form, for an office of Kabupaten Mempawah.
Persons, telephone numbers and addresses are invented."""

from __future__ import annotations

from pathlib import Path
from typing import Any

RECORD = Path(__file__).resolve().parents[3] / "Tests" / "ActivityFormTests" / "Fixtures" / "romantik-record.json"

Answers = dict[str, Any]

_BOTH: Answers = {
    "cara": 3,
    "sektor": 18,
    "jenis": 2,
    "rekomendasi": 2,
    "4.1": 2,
    "4.2": 7,
    "4.3": 3,
    "4.6": [8],
    "4.7": [1, 2, 8],
    "4.8": [8],
    "4.8.lainnya": "Laporan gratifikasi",
    "6.1": 2,
    "6.2": [2],
    "6.3": 2,
    "6.4": 1,
    "6.5": 3,
    "6.6": {"supervisor": 4, "enumerator": 3},
    "6.7": 1,
    "7.1": {"editing": 1, "coding": 1, "data_entry": 1, "validasi": 1},
    "7.2": 1,
    "7.3": [8],
    "7.3.lainnya": "Laporan gratifikasi dan objek gratifikasi",
    "7.4": [1],
    "8.1": {"tercetak": 2, "digital": 1, "mikrodata": 2},
}

# What the first applicant types where the record left a field empty. The record is of an activity of 2026, so what is
# added to its schedule lies around that year.
LACKING: Answers = _BOTH | {
    "2.1": {"eselon1": "Deputi Bidang Pencegahan dan Monitoring", "eselon2": "Direktorat Gratifikasi"},
    "2.2": {
        "nama": "Rahma Wulandari",
        "jabatan": "Ahli Madya Analis PTPK",
        "alamat": "Jalan Kuningan Persada Kav. 4, Jakarta Selatan 12950",
        "telepon": "(021) 2557 8300",
        "email": "pj.teknis@instansi.example",
    },
    "3.3": {
        "desain": {"awal": "2025-12-15", "akhir": "2025-12-31"},
        "evaluasi": {"awal": "2027-01-18", "akhir": "2027-01-29"},
    },
    "4.4": 1,
    "8.2": {"digital": "2027-01-15"},
}

# What the officer asks to mend, and how the applicant mends it.
REMARKED_ITEM = "judul"
REMARK = "Tambahkan cakupan wilayah pada judul kegiatan."
CORRECTED_TITLE = "Kompilasi Data Pelaporan Gratifikasi Instansi Pemerintah Seluruh Indonesia"

# What the officers of headquarters write.
ADVICE = {"3.2": "Sebutkan indikator yang dihasilkan menurut jenis objek gratifikasi."}
OPINION = "Rancangan layak; variabel dan jadwal sudah jelas."
MINUTES = "Tim sepakat bahwa kegiatan layak dilaksanakan dengan saran yang tercantum."

# What the applicant says at the end.
COMMENT = "Prosesnya jelas, dan catatan petugas mudah diikuti."

# The whole form of the second applicant, as the portal front end sends it: prepared in one year, collected in the next.
MEMPAWAH: Answers = _BOTH | {
    "tahun": 2027,
    "judul": "Kompilasi Data Pelaporan Gratifikasi Kabupaten Mempawah",
    "1.1": "Inspektorat Kabupaten Mempawah",
    "1.2": {
        "alamat": "Jalan Daeng Manambon, Mempawah 78912",
        "telepon": "(0561) 690001",
        "email": "inspektorat@mempawah.example",
    },
    "2.1": {"eselon2": "Inspektorat Kabupaten Mempawah"},
    "2.2": {
        "nama": "Siti Aminah",
        "jabatan": "Auditor Ahli Muda",
        "alamat": "Jalan Daeng Manambon, Mempawah 78912",
        "telepon": "(0561) 690002",
        "email": "auditor@mempawah.example",
    },
    "3.1": "Inspektorat menghimpun laporan gratifikasi untuk laporan tahunan dan keterbukaan informasi publik.",
    "3.2": "Menghasilkan indikator jumlah laporan gratifikasi menurut jenis objek dan penetapan statusnya.",
    "3.3": {
        "perencanaan": {"awal": "2026-11-02", "akhir": "2026-11-30"},
        "desain": {"awal": "2026-12-01", "akhir": "2026-12-31"},
        "pengumpulan": {"awal": "2027-01-04", "akhir": "2027-10-29"},
        "pengolahan": {"awal": "2027-11-01", "akhir": "2027-11-12"},
        "analisis": {"awal": "2027-11-15", "akhir": "2027-11-26"},
        "diseminasi": {"awal": "2027-12-01", "akhir": "2027-12-15"},
        "evaluasi": {"awal": "2027-12-16", "akhir": "2027-12-31"},
    },
    "3.4": [
        {
            "nama": "Jenis objek gratifikasi",
            "definisi": "Klasifikasi objek gratifikasi pada laporan gratifikasi.",
            "referensi_waktu": "2027",
        },
        {
            "nama": "Jenis penetapan status kepemilikan",
            "definisi": "Klasifikasi laporan menurut penetapan status kepemilikan gratifikasi.",
            "referensi_waktu": "2027",
        },
    ],
    "4.4": 2,
    "4.5": ["6104"],
    "6.1": 1,
    "6.6": {"supervisor": 1, "enumerator": 3},
    "7.4": [4],
    "8.2": {"digital": "2027-12-15"},
}


def fields(answers: Answers) -> dict[str, list[str]]:
    """The fields of the pages that show these answers; their names are the paths that problems use."""
    found: dict[str, list[str]] = {}
    for number, answer in answers.items():
        _into(found, number, answer)
    return found


def _into(found: dict[str, list[str]], path: str, answer: Any) -> None:
    if isinstance(answer, dict):
        for key, part in answer.items():
            _into(found, f"{path}/{key}", part)
    elif isinstance(answer, list) and answer and isinstance(answer[0], dict):
        for index, row in enumerate(answer):
            _into(found, f"{path}/{index}", row)
    elif isinstance(answer, list):
        found[path] = [str(element) for element in answer]
    else:
        found[path] = [str(answer)]
