"""Writes labelled/others.jsonl: realistic recommended activities that are not the twin of any draft in pairs.jsonl.

Run once, before there was a ranker; its output is kept, so that nothing about it can be turned to a ranker's liking.
Four kinds (field `kind`): `sibling` (wording of a twin or of a draft, another region), `neighbour` (the region of a
pair, another topic), `wide` (a nationwide activity), `other` (any topic in any region). Seed and vocabulary are below.
"""

from __future__ import annotations

import csv
import json
import random
import re
from pathlib import Path

HERE = Path(__file__).resolve().parent
UNITS = HERE.parents[2] / "Shared" / "Standards" / "Data" / "bps_units.csv"
SEED = 20261121
SIBLINGS, NEIGHBOURS, OTHERS = 4, 3, 720

# key words; ways to say it; variables; population; who does it
TOPICS = [
    (
        "kepuasan layanan kesehatan",
        [
            "Survei Kepuasan Pasien Rawat Inap RSUD",
            "Survei Kepuasan Masyarakat Layanan Rumah Sakit Umum Daerah",
            "Indeks Kepuasan Pasien Rumah Sakit Daerah",
        ],
        "persyaratan; prosedur; waktu pelayanan; biaya; perilaku pelaksana; sarana",
        "pasien rawat inap dan rawat jalan",
        "Rumah Sakit Umum Daerah",
    ),
    (
        "kepuasan kecamatan",
        ["Survei Kepuasan Masyarakat Pelayanan Kecamatan", "Survei Kepuasan Layanan Kantor Camat"],
        "persyaratan; mekanisme; waktu penyelesaian; kompetensi pelaksana; penanganan pengaduan",
        "pengguna layanan kecamatan",
        "Bagian Organisasi Sekretariat Daerah",
    ),
    (
        "kepuasan pajak",
        ["Survei Kepuasan Wajib Pajak Daerah", "Pengukuran Kepuasan Pelayanan Samsat"],
        "kemudahan; kecepatan; sarana; sikap petugas",
        "wajib pajak",
        "Badan Pendapatan Daerah",
    ),
    (
        "umkm",
        ["Pendataan Usaha Mikro Kecil dan Menengah", "Survei Kinerja UMKM", "Profil UMKM"],
        "omzet; jumlah pekerja; modal usaha; pemasaran; legalitas",
        "usaha mikro dan kecil",
        "Dinas Koperasi dan Usaha Kecil Menengah",
    ),
    (
        "industri",
        [
            "Pendataan Industri Kecil dan Menengah",
            "Survei Industri Makanan dan Minuman",
            "Direktori Perusahaan Industri",
        ],
        "bahan baku; nilai produksi; tenaga kerja; kapasitas terpasang",
        "perusahaan industri",
        "Dinas Perindustrian",
    ),
    (
        "padi",
        [
            "Survei Luas Tanam dan Panen Padi",
            "Kompilasi Statistik Pertanian Tanaman Pangan",
            "Pendataan Produksi Padi Sawah",
        ],
        "luas tanam; luas panen; produktivitas; puso",
        "petani padi",
        "Dinas Pertanian",
    ),
    (
        "hortikultura",
        ["Survei Produksi Bawang Merah", "Kompilasi Data Tanaman Hortikultura", "Pendataan Kebun Buah"],
        "luas panen; produksi; harga jual; jumlah pohon",
        "petani hortikultura",
        "Dinas Pertanian dan Pangan",
    ),
    (
        "perkebunan",
        [
            "Pendataan Pekebun Kelapa Sawit Swadaya",
            "Survei Produktivitas Kebun Karet Rakyat",
            "Kompilasi Statistik Perkebunan Kopi",
        ],
        "luas kebun; umur tanaman; produksi; harga; jumlah pekebun",
        "pekebun rakyat",
        "Dinas Perkebunan",
    ),
    (
        "ternak",
        ["Pendataan Ternak Kambing dan Domba", "Survei Populasi Unggas", "Kompilasi Statistik Peternakan"],
        "populasi ternak; kelahiran; pemotongan; penyakit",
        "rumah tangga peternak",
        "Dinas Peternakan dan Kesehatan Hewan",
    ),
    (
        "ikan tangkap",
        ["Kompilasi Statistik Perikanan Tangkap", "Pendataan Kapal Nelayan", "Survei Produksi Perikanan Laut"],
        "produksi; alat tangkap; jumlah kapal; nilai produksi",
        "nelayan dan pemilik kapal",
        "Dinas Perikanan dan Kelautan",
    ),
    (
        "ikan budidaya",
        ["Survei Produksi Perikanan Budidaya", "Pendataan Pembudidaya Ikan Kolam dan Tambak"],
        "luas kolam; benih; produksi; pakan",
        "pembudidaya ikan",
        "Dinas Perikanan",
    ),
    (
        "wisata",
        ["Survei Kunjungan Wisata", "Kompilasi Data Kunjungan Obyek Wisata", "Survei Pengeluaran Wisatawan Nusantara"],
        "jumlah kunjungan; asal; lama tinggal; pengeluaran",
        "pengunjung obyek wisata",
        "Dinas Pariwisata dan Kebudayaan",
    ),
    (
        "kebudayaan",
        ["Pendataan Cagar Budaya", "Inventarisasi Kesenian Tradisional", "Pendataan Warisan Budaya Takbenda"],
        "jenis; lokasi; kondisi; pemilik; pelaku seni",
        "cagar budaya dan sanggar",
        "Dinas Kebudayaan",
    ),
    (
        "tenaga kerja",
        ["Survei Kondisi Ketenagakerjaan", "Kompilasi Data Pencari Kerja dan Lowongan", "Survei Kebutuhan Hidup Layak"],
        "pengangguran; upah; lowongan; pendidikan pekerja",
        "pekerja dan perusahaan",
        "Dinas Tenaga Kerja",
    ),
    (
        "upah",
        ["Survei Struktur dan Skala Upah Perusahaan"],
        "upah pokok; tunjangan; jabatan; masa kerja",
        "perusahaan",
        "Dinas Tenaga Kerja dan Perindustrian",
    ),
    (
        "kemiskinan",
        [
            "Verifikasi Data Kemiskinan Ekstrem",
            "Pemutakhiran Data Terpadu Kesejahteraan Sosial",
            "Survei Rumah Tangga Miskin",
        ],
        "pengeluaran; aset; pekerjaan; bantuan yang diterima",
        "rumah tangga miskin",
        "Badan Perencanaan Pembangunan Daerah",
    ),
    (
        "bansos",
        ["Kompilasi Penyaluran Bantuan Sosial", "Monitoring Penerima Bantuan Pangan"],
        "jenis bantuan; jumlah penerima; nilai; ketepatan",
        "keluarga penerima manfaat",
        "Dinas Sosial",
    ),
    (
        "disabilitas",
        ["Pendataan Penyandang Disabilitas", "Pendataan Pemerlu Pelayanan Kesejahteraan Sosial"],
        "ragam disabilitas; umur; pendidikan; alat bantu",
        "penyandang disabilitas",
        "Dinas Sosial",
    ),
    (
        "lansia",
        ["Pendataan Lanjut Usia Terlantar", "Survei Kesejahteraan Penduduk Lanjut Usia"],
        "umur; kesehatan; penghasilan; keluarga",
        "penduduk lanjut usia",
        "Dinas Sosial",
    ),
    (
        "stunting gizi",
        ["Survei Status Gizi Balita", "Pengukuran Prevalensi Stunting", "Pemantauan Tumbuh Kembang Balita"],
        "berat badan; tinggi badan; umur; ASI eksklusif",
        "balita",
        "Dinas Kesehatan",
    ),
    (
        "imunisasi",
        ["Survei Cakupan Imunisasi Dasar Lengkap", "Kompilasi Data Imunisasi Anak"],
        "jenis imunisasi; umur; tempat imunisasi; alasan tidak imunisasi",
        "anak umur 12-23 bulan",
        "Dinas Kesehatan",
    ),
    (
        "penyakit",
        [
            "Survei Faktor Risiko Penyakit Tidak Menular",
            "Survei Prevalensi Hipertensi dan Diabetes",
            "Kompilasi Data Kasus Demam Berdarah",
        ],
        "tekanan darah; gula darah; merokok; kasus",
        "penduduk 15 tahun ke atas",
        "Dinas Kesehatan",
    ),
    (
        "perilaku hidup bersih",
        ["Survei Perilaku Hidup Bersih dan Sehat", "Survei Sanitasi Total Berbasis Masyarakat"],
        "cuci tangan; jamban; air minum; sampah; merokok",
        "rumah tangga",
        "Dinas Kesehatan",
    ),
    (
        "puskesmas obat",
        ["Kompilasi Ketersediaan Obat dan Vaksin"],
        "jenis obat; stok; pemakaian; kedaluwarsa",
        "instalasi farmasi",
        "Dinas Kesehatan",
    ),
    (
        "sekolah",
        [
            "Kompilasi Data Pokok Sekolah Dasar",
            "Survei Mutu Layanan Pendidikan Dasar",
            "Pendataan Sarana dan Prasarana Sekolah",
        ],
        "jumlah ruang kelas; guru; murid; kondisi bangunan",
        "sekolah",
        "Dinas Pendidikan",
    ),
    (
        "guru",
        ["Survei Kompetensi Guru", "Pemetaan Kebutuhan Guru"],
        "kualifikasi; sertifikasi; masa kerja; mata pelajaran",
        "guru",
        "Dinas Pendidikan dan Kebudayaan",
    ),
    (
        "literasi",
        ["Survei Tingkat Kegemaran Membaca", "Indeks Pembangunan Literasi Masyarakat"],
        "frekuensi membaca; durasi; jumlah bacaan; akses",
        "penduduk 10 tahun ke atas",
        "Dinas Perpustakaan dan Kearsipan",
    ),
    (
        "arsip",
        ["Pendataan Arsip Vital Perangkat Daerah", "Survei Pengelolaan Arsip Dinamis"],
        "jumlah arsip; tempat simpan; arsiparis; kondisi",
        "perangkat daerah",
        "Dinas Kearsipan",
    ),
    (
        "digital",
        ["Survei Literasi Digital Masyarakat", "Indeks Masyarakat Digital", "Survei Pemakaian Internet Rumah Tangga"],
        "akses internet; kecakapan digital; keamanan; perangkat",
        "penduduk 15 tahun ke atas",
        "Dinas Komunikasi dan Informatika",
    ),
    (
        "data sektoral",
        ["Kompilasi Data Statistik Sektoral", "Survei Kebutuhan Data Perangkat Daerah"],
        "jenis data; produsen data; metadata; frekuensi",
        "produsen data",
        "Dinas Komunikasi dan Informatika",
    ),
    (
        "spbe",
        ["Evaluasi Mandiri SPBE", "Survei Kepuasan Pengguna Aplikasi Layanan Daerah"],
        "kemudahan; keandalan; keamanan; jumlah aplikasi",
        "pengguna aplikasi",
        "Dinas Komunikasi, Informatika dan Persandian",
    ),
    (
        "jalan",
        ["Survei Kondisi Jalan dan Jembatan", "Inventarisasi Jalan Kabupaten dan Kota"],
        "panjang ruas; jenis permukaan; kondisi; lebar",
        "ruas jalan",
        "Dinas Pekerjaan Umum dan Penataan Ruang",
    ),
    (
        "irigasi",
        ["Inventarisasi Jaringan Irigasi", "Survei Kinerja Daerah Irigasi"],
        "panjang saluran; luas layanan; kondisi bangunan; debit",
        "daerah irigasi",
        "Dinas Sumber Daya Air",
    ),
    (
        "rumah",
        ["Pendataan Rumah Tidak Layak Huni", "Pendataan Kawasan Permukiman Kumuh", "Survei Backlog Perumahan"],
        "jenis atap; jenis dinding; jenis lantai; status rumah",
        "rumah tangga",
        "Dinas Perumahan dan Kawasan Permukiman",
    ),
    (
        "air minum",
        ["Survei Kualitas Air Minum Rumah Tangga", "Pendataan Akses Air Minum dan Sanitasi"],
        "sumber air; jarak; kualitas; jamban",
        "rumah tangga",
        "Dinas Kesehatan",
    ),
    (
        "transportasi",
        ["Survei Lalu Lintas Harian Rata-Rata", "Survei Penumpang Angkutan Umum", "Kompilasi Data Angkutan Jalan"],
        "jumlah kendaraan; jam puncak; asal; tujuan",
        "ruas jalan dan penumpang",
        "Dinas Perhubungan",
    ),
    (
        "parkir",
        ["Survei Potensi Parkir", "Pendataan Titik Parkir Tepi Jalan"],
        "lokasi; jumlah kendaraan; tarif; lama parkir",
        "titik parkir",
        "Dinas Perhubungan",
    ),
    (
        "pasar harga",
        ["Survei Harga Bahan Pokok", "Pemantauan Harga dan Stok Pangan", "Kompilasi Harga Komoditas Pasar"],
        "harga beras; harga cabai; harga minyak goreng; stok",
        "pedagang pasar",
        "Dinas Perdagangan",
    ),
    (
        "pedagang kaki lima",
        ["Pendataan Pedagang Kaki Lima", "Penataan dan Pendataan PKL"],
        "jenis dagangan; lokasi; omzet; asal pedagang",
        "pedagang kaki lima",
        "Satuan Polisi Pamong Praja",
    ),
    (
        "koperasi",
        ["Pemutakhiran Data Koperasi", "Survei Kesehatan Koperasi Simpan Pinjam"],
        "anggota; aset; volume usaha; sisa hasil usaha",
        "koperasi",
        "Dinas Koperasi",
    ),
    (
        "investasi",
        ["Survei Realisasi Investasi", "Kompilasi Laporan Kegiatan Penanaman Modal"],
        "nilai investasi; sektor; tenaga kerja; izin",
        "perusahaan",
        "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu",
    ),
    (
        "sampah",
        ["Survei Timbulan dan Komposisi Sampah", "Pendataan Bank Sampah"],
        "berat sampah; jenis sampah; nasabah; pengolahan",
        "rumah tangga dan bank sampah",
        "Dinas Lingkungan Hidup",
    ),
    (
        "udara air sungai",
        ["Pemantauan Kualitas Air Sungai", "Indeks Kualitas Lingkungan Hidup", "Pemantauan Kualitas Udara"],
        "BOD; COD; pH; partikulat",
        "titik pantau",
        "Dinas Lingkungan Hidup",
    ),
    (
        "bencana",
        [
            "Pendataan Kerugian Bencana",
            "Survei Indeks Ketahanan Daerah Menghadapi Bencana",
            "Pemetaan Desa Rawan Bencana",
        ],
        "jenis bencana; korban; kerugian; kesiapsiagaan",
        "desa dan kelurahan",
        "Badan Penanggulangan Bencana Daerah",
    ),
    (
        "pemuda olahraga",
        ["Pendataan Sarana Olahraga", "Survei Partisipasi Olahraga Masyarakat"],
        "cabang olahraga; sarana; frekuensi; klub",
        "masyarakat",
        "Dinas Pemuda dan Olahraga",
    ),
    (
        "perempuan anak",
        ["Kompilasi Data Kekerasan terhadap Perempuan dan Anak", "Survei Kesetaraan Gender", "Profil Gender dan Anak"],
        "bentuk kekerasan; umur korban; pelaku; layanan",
        "perempuan dan anak",
        "Dinas Pemberdayaan Perempuan dan Perlindungan Anak",
    ),
    (
        "keluarga berencana",
        ["Pendataan Keluarga", "Survei Peserta KB Aktif", "Survei Indeks Pembangunan Keluarga"],
        "metode kontrasepsi; jumlah anak; umur kawin",
        "pasangan usia subur",
        "Dinas Pengendalian Penduduk dan Keluarga Berencana",
    ),
    (
        "kependudukan",
        [
            "Kompilasi Data Kependudukan Semester II",
            "Survei Kepemilikan Dokumen Kependudukan",
            "Profil Perkembangan Kependudukan",
        ],
        "jumlah penduduk; akta kelahiran; KTP; migrasi",
        "penduduk",
        "Dinas Kependudukan dan Pencatatan Sipil",
    ),
    (
        "desa",
        ["Pendataan Profil Desa dan Kelurahan", "Survei Indeks Desa Membangun", "Evaluasi Badan Usaha Milik Desa"],
        "potensi desa; aset; pendapatan desa; unit usaha",
        "desa",
        "Dinas Pemberdayaan Masyarakat dan Desa",
    ),
    (
        "dana desa",
        ["Monitoring Penggunaan Dana Desa"],
        "besaran dana; kegiatan; serapan",
        "pemerintah desa",
        "Inspektorat Daerah",
    ),
    (
        "pegawai",
        ["Kompilasi Data Aparatur Sipil Negara", "Survei Indeks Profesionalitas ASN", "Survei Kepuasan Kerja Pegawai"],
        "jabatan; golongan; pendidikan; pelatihan",
        "aparatur sipil negara",
        "Badan Kepegawaian Daerah",
    ),
    (
        "integritas",
        ["Survei Persepsi Korupsi dan Kualitas Pelayanan", "Survei Budaya Integritas Pegawai"],
        "persepsi korupsi; pungutan; gratifikasi; pelayanan",
        "pengguna layanan",
        "Inspektorat",
    ),
    (
        "politik",
        ["Survei Indeks Demokrasi", "Survei Kerukunan Umat Beragama", "Survei Wawasan Kebangsaan"],
        "partisipasi; toleransi; kebebasan; hak politik",
        "penduduk 17 tahun ke atas",
        "Badan Kesatuan Bangsa dan Politik",
    ),
    (
        "keamanan",
        ["Survei Rasa Aman Masyarakat", "Kompilasi Gangguan Ketertiban Umum"],
        "rasa aman; kejadian; lokasi; pelaporan",
        "penduduk",
        "Satuan Polisi Pamong Praja",
    ),
    (
        "energi",
        ["Survei Pemakaian Energi Rumah Tangga", "Pendataan Rasio Elektrifikasi", "Survei Pengguna LPG 3 Kilogram"],
        "bahan bakar; daya listrik; pemakaian; pengeluaran",
        "rumah tangga",
        "Dinas Energi dan Sumber Daya Mineral",
    ),
    (
        "tambang",
        ["Kompilasi Produksi Pertambangan Galian", "Pendataan Penambang Rakyat"],
        "komoditas; produksi; luas izin; tenaga kerja",
        "perusahaan tambang",
        "Dinas Energi dan Sumber Daya Mineral",
    ),
    (
        "hutan",
        ["Pendataan Perhutanan Sosial", "Survei Hasil Hutan Bukan Kayu"],
        "luas; komoditas; kelompok tani hutan; produksi",
        "kelompok tani hutan",
        "Dinas Kehutanan",
    ),
    (
        "konsumsi pangan",
        ["Survei Pola Konsumsi Pangan", "Survei Skor Pola Pangan Harapan", "Survei Kerawanan Pangan"],
        "jenis pangan; jumlah konsumsi; frekuensi; pengeluaran",
        "rumah tangga",
        "Dinas Ketahanan Pangan",
    ),
    (
        "pupuk",
        ["Pendataan Kebutuhan Pupuk Kelompok Tani", "Monitoring Kios Pupuk"],
        "jenis pupuk; volume; harga; luas lahan",
        "kelompok tani",
        "Dinas Pertanian",
    ),
    (
        "migran",
        ["Pendataan Pekerja Migran Indonesia Purna", "Profil Calon Pekerja Migran"],
        "negara tujuan; jabatan; pendidikan; keluarga",
        "pekerja migran",
        "Dinas Tenaga Kerja dan Transmigrasi",
    ),
    (
        "zakat agama",
        ["Pendataan Rumah Ibadah", "Survei Potensi Zakat", "Pendataan Pondok Pesantren"],
        "jumlah jamaah; pengurus; penerimaan; bangunan",
        "rumah ibadah dan pesantren",
        "Kantor Kementerian Agama",
    ),
    (
        "hukum",
        ["Survei Indeks Kesadaran Hukum", "Kompilasi Perkara Perdata dan Pidana"],
        "pengetahuan hukum; jumlah perkara; putusan",
        "masyarakat dan perkara",
        "Bagian Hukum Sekretariat Daerah",
    ),
    (
        "ekonomi kreatif",
        ["Pendataan Pelaku Ekonomi Kreatif", "Survei Subsektor Kriya dan Fesyen"],
        "subsektor; omzet; pekerja; pemasaran",
        "pelaku ekonomi kreatif",
        "Dinas Pariwisata dan Ekonomi Kreatif",
    ),
    (
        "hotel",
        ["Survei Tingkat Penghunian Kamar", "Pendataan Hotel dan Restoran"],
        "kamar tersedia; kamar terpakai; tamu; pekerja",
        "hotel dan restoran",
        "Dinas Pariwisata",
    ),
]

WIDE = [
    (
        "Kementerian Kesehatan",
        "Survei Kesehatan Indonesia",
        "status gizi; penyakit menular; akses layanan; perilaku",
        "rumah tangga",
    ),
    ("Kementerian Kesehatan", "Survei Status Gizi Indonesia", "berat badan; tinggi badan; umur; ASI", "balita"),
    (
        "Kementerian Pendidikan Dasar dan Menengah",
        "Survei Lingkungan Belajar Satuan Pendidikan",
        "iklim sekolah; kualitas pembelajaran; refleksi guru",
        "kepala sekolah, guru, murid",
    ),
    (
        "Kementerian Pertanian",
        "Kompilasi Statistik Pertanian Tanaman Pangan Nasional",
        "luas tanam; luas panen; produksi",
        "kecamatan",
    ),
    (
        "Kementerian Kelautan dan Perikanan",
        "Kompilasi Satu Data Kelautan dan Perikanan",
        "produksi; armada; pelaku usaha",
        "pelabuhan dan pelaku usaha perikanan",
    ),
    (
        "Kementerian Komunikasi dan Digital",
        "Survei Indeks Masyarakat Digital Indonesia",
        "infrastruktur; keterampilan digital; pemberdayaan",
        "penduduk 13-70 tahun",
    ),
    (
        "Perpustakaan Nasional",
        "Kajian Tingkat Gemar Membaca Masyarakat Indonesia",
        "frekuensi membaca; durasi membaca; jumlah bacaan",
        "penduduk 10-69 tahun",
    ),
    (
        "Badan Narkotika Nasional",
        "Survei Prevalensi Penyalahgunaan Narkotika",
        "pernah pakai; jenis zat; umur pertama; lingkungan",
        "penduduk 15-64 tahun",
    ),
    (
        "Badan Pangan Nasional",
        "Survei Harga Pangan Tingkat Produsen dan Eceran",
        "harga gabah; harga beras; harga cabai",
        "pedagang dan petani",
    ),
    (
        "Kementerian Pariwisata",
        "Survei Pengeluaran Wisatawan Mancanegara",
        "negara asal; lama tinggal; belanja",
        "wisatawan mancanegara",
    ),
    (
        "Kementerian Perhubungan",
        "Survei Asal Tujuan Transportasi Nasional",
        "asal; tujuan; moda; maksud perjalanan",
        "pelaku perjalanan",
    ),
    (
        "Kementerian Ketenagakerjaan",
        "Kompilasi Wajib Lapor Ketenagakerjaan Perusahaan",
        "jumlah pekerja; upah; jaminan sosial",
        "perusahaan",
    ),
    ("Kementerian Sosial", "Pemutakhiran Data Tunggal Sosial Ekonomi", "aset; pekerjaan; rumah; bantuan", "keluarga"),
    (
        "Bank Indonesia",
        "Survei Konsumen dan Penjualan Eceran",
        "keyakinan; penjualan; harga",
        "rumah tangga dan pengecer",
    ),
    ("Bank Indonesia", "Survei Kegiatan Dunia Usaha", "kapasitas produksi; tenaga kerja; harga jual", "perusahaan"),
    (
        "Kementerian Investasi",
        "Kompilasi Realisasi Penanaman Modal",
        "nilai investasi; proyek; tenaga kerja",
        "perusahaan PMA dan PMDN",
    ),
    (
        "Ombudsman Republik Indonesia",
        "Penilaian Kepatuhan Penyelenggaraan Pelayanan Publik",
        "standar pelayanan; sarana; pengaduan",
        "unit layanan",
    ),
    (
        "Kementerian Pendayagunaan Aparatur Negara",
        "Pemantauan dan Evaluasi Kinerja Unit Penyelenggara Pelayanan Publik",
        "kebijakan; sumber daya; sarana; inovasi",
        "unit pelayanan publik",
    ),
    (
        "Kementerian Lingkungan Hidup",
        "Kompilasi Sistem Informasi Pengelolaan Sampah Nasional",
        "timbulan; pengurangan; penanganan",
        "kabupaten dan kota",
    ),
    (
        "Kementerian Agama",
        "Survei Indeks Kerukunan Umat Beragama",
        "toleransi; kesetaraan; kerja sama",
        "umat beragama",
    ),
    ("Kementerian Koperasi", "Kompilasi Data Koperasi Nasional", "anggota; modal; volume usaha", "koperasi"),
    (
        "Badan Nasional Penanggulangan Bencana",
        "Penilaian Indeks Risiko Bencana Indonesia",
        "bahaya; kerentanan; kapasitas",
        "kabupaten dan kota",
    ),
    (
        "Kementerian Dalam Negeri",
        "Survei Kepuasan Layanan Administrasi Kependudukan Nasional",
        "prosedur; waktu; biaya; sikap petugas",
        "penduduk",
    ),
    ("Kementerian Desa", "Pemutakhiran Indeks Desa", "layanan dasar; sosial; ekonomi; lingkungan", "desa"),
]


def plain(unit: dict[str, str]) -> str:
    return re.sub(r"^(BPS )?(Provinsi|Kabupaten|Kota) ", "", unit["name"])


def said(unit: dict[str, str], roll: random.Random) -> str:
    """A region as titles say it."""
    kind = {"provinsi": ["Provinsi", "Prov.", ""], "kabkota": [""]}[unit["level"]]
    if unit["level"] == "kabkota":
        kind = ["Kota", "Kota"] if unit["name"].startswith("Kota") else ["Kabupaten", "Kabupaten", "Kab."]
    return f"{roll.choice(kind)} {plain(unit)}".strip()


def words(text: str) -> set[str]:
    return {word[:5] for word in re.findall(r"[a-z]{4,}", text.lower())}


# Words of the trade that say nothing about the topic.
COMMON = words(
    "survei survey data pendataan kompilasi kabupaten kota provinsi tahun indeks tingkat analisis kajian pengukuran"
    " penyusunan pemantauan monitoring evaluasi profil masyarakat penduduk daerah layanan pelayanan kepuasan produksi"
    " jumlah statistik kegiatan usaha rumah tangga kondisi umum"
)


def shaken(variables: str, roll: random.Random) -> list[str]:
    names = [name.strip() for name in variables.split(";")]
    roll.shuffle(names)
    return names[: roll.randint(max(3, len(names) - 1), len(names))]


def main() -> None:
    roll = random.Random(SEED)
    units = [unit for unit in csv.DictReader(UNITS.open(encoding="utf-8")) if unit["level"] != "pusat"]
    by_code = {unit["code"]: unit for unit in units}
    pairs = [json.loads(line) for line in (HERE / "labelled" / "pairs.jsonl").read_text(encoding="utf-8").splitlines()]
    topics_of_region: dict[str, set[str]] = {}
    for pair in pairs:
        said_of_it = words(pair["draft"]["title"] + " " + pair["twin"]["title"]) | words(
            " ".join(pair["draft"]["variables"] + pair["twin"]["variables"])
        )
        for code in pair["draft"]["regions"] + pair["twin"]["regions"]:
            topics_of_region.setdefault(code, set()).update(said_of_it - COMMON)

    others: list[dict[str, object]] = []

    def add(kind: str, organiser: str, title: str, variables: list[str], population: str, codes: list[str]) -> None:
        others.append(
            {
                "kind": kind, "organiser": organiser, "title": title, "variables": variables,
                "population": population, "regions": codes, "year": roll.choice([2022, 2023, 2024, 2025, 2025, 2026]),
            }
        )  # fmt: skip

    def of_topic(kind: str, unit: dict[str, str], topic: tuple[str, list[str], str, str, str]) -> None:
        _, titles, variables, population, organiser = topic
        year = roll.choice(["", "", f" Tahun {roll.randint(2022, 2026)}"])
        add(
            kind, f"{organiser} {unit['name'].removeprefix('BPS ')}", f"{roll.choice(titles)} {said(unit, roll)}{year}",
            shaken(variables, roll), population, [unit["code"]],
        )  # fmt: skip

    def is_apart(unit: dict[str, str], topic: tuple[str, list[str], str, str, str]) -> bool:
        taken = topics_of_region.get(unit["code"], set())
        return not taken & (words(topic[0] + " " + " ".join(topic[1]) + " " + topic[2]) - COMMON)

    for pair in pairs:
        codes = [code for code in pair["twin"]["regions"] if code in by_code]
        if len(codes) != 1:
            continue
        home = by_code[codes[0]]
        same_level = [u for u in units if u["level"] == home["level"] and u["name"][:4] == home["name"][:4]]
        near = [u for u in same_level if u["parent"] == home["parent"] and u["code"] != home["code"]]
        for number in range(SIBLINGS):
            worded = pair["twin"] if number % 2 == 0 else pair["draft"]
            pool = near if near and number < 2 else [u for u in same_level if u["code"] != home["code"]]
            away = roll.choice(pool)
            if plain(home) not in worded["title"]:
                continue
            title = worded["title"].replace(plain(home), plain(away))
            organiser = pair["twin"]["organiser"].replace(plain(home), plain(away))
            add(
                "sibling",
                organiser,
                title,
                shaken("; ".join(worded["variables"]), roll),
                worded["population"],
                [away["code"]],
            )
        apart = [topic for topic in TOPICS if is_apart(home, topic)]
        for topic in roll.sample(apart, NEIGHBOURS):
            of_topic("neighbour", home, topic)
    for organiser, title, variables, population in WIDE:
        add("wide", organiser, title, shaken(variables, roll), population, [])
    made = 0
    while made < OTHERS:
        unit, topic = roll.choice(units), roll.choice(TOPICS)
        if is_apart(unit, topic):
            of_topic("other", unit, topic)
            made += 1
    seen: set[str] = set()
    with (HERE / "labelled" / "others.jsonl").open("w", encoding="utf-8") as file:
        for other in others:
            if str(other["title"]) not in seen:
                seen.add(str(other["title"]))
                file.write(json.dumps(other, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
