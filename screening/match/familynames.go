package match

// familyNames holds, as [knownNames] does, family names of Arabs, Persians, Afghans and
// Pakistanis that are made of a given name or a place: Karimi is not Karim, and no
// misspelling of Kamali.
const familyNames = `ahmadi ahmady achmadi احمدی احمدي
mohammadi mohamadi muhammadi mohammady محمدی محمدي
karimi kareemi karimy کریمی كريمي
rahimi raheemi rahimy رحیمی رحيمي
moradi muradi mouradi مرادی مرادي
sadeghi sadeqi sadiqi sadighi seddighi siddiqui siddiqi صادقی صديقي
ghasemi qasemi qassemi ghassemi qasimi gasmi kasmi kacemi قاسمی قاسمي
akbar akber اکبر اكبر / akbari akbary اکبری اكبري
kazemi kazimi kadhimi kazmi کاظمی كاظمي
nouri noori nuri nori نوری نوري
bagheri baqeri baqiri bagheri bagheri باقری باقري
amini ameeni amini امینی اميني
rezaei rezai rezaie rezayi rezaee rezaii رضایی رضائي
ebrahimi ibrahimi ebrahimy ابراهیمی ابراهيمي
heydari haidari haydari heidari حیدری حيدري
rostami rustami رستمی
soltani sultani سلطانی سلطاني
salehi salihi صالحی صالحي
rahmani rehmani رحمانی رحماني
norouzi nowruzi noruzi نوروزی
mousavi musavi moosavi mosavi موسوی موسوي
yousefi yusufi yousafi yusefi یوسفی يوسفي
abbasi abbassi عباسی عباسي
sharifi shareefi شریفی شريفي
naseri nasseri nasiri ناصری ناصري
taheri tahiri طاهری طاهري
maleki maliki ملکی مالكي
asadi assadi اسدی اسدي
najafi nejafi نجفی نجفي
azizi azeezi عزیزی عزيزي
khalili khaleeli خلیلی خليلي
mahmoudi mahmudi محمودی محمودي
mirzaei mirzai mirzaee میرزایی
safari صفری صفري
hamidi hameedi حمیدی حميدي
omari umari عمری عمري
osmani usmani othmani عثمانی عثماني
shirazi شیرازی شيرازي
tehrani تهرانی طهراني
javad jawad jevad djavad جواد / javadi jawadi جوادی
saidi saeedi saeidi saidy سعیدی سعيدي
rashidi راشدی رشیدی رشيدي
hakimi حکیمی حكيمي
masri misri almasri مصری مصري
khatib khateeb chatib خطیب خطيب
tamimi تمیمی تميمي
obeidi ubaydi obaidi عبیدی عبيدي
dulaimi dulaymi دلیمی دليمي
jubouri jaburi juburi jabouri جبوری جبوري
zaidi zaydi zeidi زیدی زيدي
`
