package proof_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"jianfu"
	"jianfu/metrics"
	"jianfu/proof"
)

// catalog is the program's own: without a warehouse, what is found is the text's own arithmetic.
func catalog(t testing.TB) *metrics.Catalog {
	t.Helper()
	c, err := metrics.ReadCatalog(nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func read(t *testing.T, name, text string) *proof.Document {
	t.Helper()
	doc, err := proof.Read(name, strings.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// check finds the statements of a text, as "written VERDICT right".
func check(t *testing.T, c *metrics.Catalog, text string, options proof.Options) []string {
	t.Helper()
	findings, err := proof.CheckText(t.Context(), c, read(t, "报告.txt", text), options)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, f := range findings {
		list = append(list, strings.TrimSpace(f.Written+" "+string(f.Verdict)+" "+f.Right))
	}
	return list
}

func TestArithmeticOfTheText(t *testing.T) {
	t.Parallel()
	c := catalog(t)
	for text, want := range map[string]string{
		"印发文件由498件减少到42件，下降91.5%。":               "498件 UNMATCHED, 42件 UNMATCHED, 91.5% CUT 91.6%",
		"会议从257次降至81次，降幅70%。":                    "257次 UNMATCHED, 81次 UNMATCHED, 70% WRONG 68.48%",
		"去年召开会议25次，今年召开15次，下降40%。":               "25次 UNMATCHED, 15次 UNMATCHED, 40% RIGHT",
		"召开会议36次，较上年的55次减少19次，下降34.5%。":          "36次 UNMATCHED, 55次 UNMATCHED, 19次 RIGHT, 34.5% RIGHT",
		"召开会议36次，同比减少19次，下降34.55%。":              "36次 UNMATCHED, 19次 UNMATCHED, 34.55% RIGHT",
		"受理留言3059件，办结3055件，办复率99.87%。":           "3059件 UNMATCHED, 3055件 UNMATCHED, 99.87% RIGHT",
		"受理留言49件，办结48件，办复率99%。":                  "49件 UNMATCHED, 48件 UNMATCHED, 99% WRONG 97.96%",
		"举办培训20场，参加600人次，场均30人次。":                "20场 UNMATCHED, 600人次 UNMATCHED, 30人次 RIGHT",
		"举办培训20场，参加600人次，场均35人次。":                "20场 UNMATCHED, 600人次 UNMATCHED, 35人次 WRONG 30人次",
		"甲类3件、乙类4件，共8件。":                         "3件 UNMATCHED, 4件 UNMATCHED, 8件 WRONG 7件",
		"办复率由95.1%提高到97.6%，提高2.5个百分点。":           "95.1% UNMATCHED, 97.6% UNMATCHED, 2.5个百分点 RIGHT",
		"办复率由95.1%提高到97.6%，提高3.5个百分点。":           "95.1% UNMATCHED, 97.6% UNMATCHED, 3.5个百分点 WRONG 2.50个百分点",
		"会议由100次增加到90次，下降10%。":                   "100次 UNMATCHED, 90次 UNMATCHED, 10% RIGHT",
		"会议由90次减少到100次，减少11.11%。":                "90次 UNMATCHED, 100次 UNMATCHED, 11.11% WRONG 增加11.11%",
		"民办小学4所、在校生0.84万人，占15%；共有24所。":           "4所 UNMATCHED, 0.84万人 UNMATCHED, 15% UNMATCHED, 24所 UNMATCHED",
		"小学24所，在校生5.6万人，其中民办4所、在校生0.84万人，占15%。":  "24所 UNMATCHED, 5.6万人 UNMATCHED, 4所 UNMATCHED, 0.84万人 UNMATCHED, 15% RIGHT",
		"收入102.6亿元，其中税收71.82亿元，占70%。":            "102.6亿元 UNMATCHED, 71.82亿元 UNMATCHED, 70% RIGHT",
		"产粮156.8万吨，比上年增产2.4万吨，增长1.55%。":          "156.8万吨 UNMATCHED, 2.4万吨 UNMATCHED, 1.55% RIGHT",
		"支出3600万元，比上年减少400万元，下降11%。":             "3600万元 UNMATCHED, 400万元 UNMATCHED, 11% WRONG 10.00%",
		"生产总值1856.32亿元，其中第一产业增加值215.4亿元，增长4.1%。": "1856.32亿元 UNMATCHED, 215.4亿元 UNMATCHED, 4.1% UNMATCHED",
		"检查企业1860家，查处隐患4215条，整改4186条，整改率99.81%。": "1860家 UNMATCHED, 4215条 UNMATCHED, 4186条 UNMATCHED, 99.81% WRONG 99.31%",
		"承办单位20个，办复议案2件、建议52件，办复率100%。":          "20个 UNMATCHED, 2件 UNMATCHED, 52件 UNMATCHED, 100% UNMATCHED",
		"审计项目45个，同比增加5个，增长12.5%，增收节支1.6亿元。":      "45个 UNMATCHED, 5个 UNMATCHED, 12.5% RIGHT, 1.6亿元 UNMATCHED",
		"注销公众号11个、整合APP4个、改造G60公路。":              "11个 UNMATCHED, 4个 UNMATCHED",
		"改造小区98个，其中开工98个，完工74个，开工率100%。":         "98个 UNMATCHED, 98个 UNMATCHED, 74个 UNMATCHED, 100% RIGHT",
		"小区改造开工98个，完工74个，开工率100%。":               "98个 UNMATCHED, 74个 UNMATCHED, 100% UNMATCHED",
		"会议时间由2.5小时压缩至1.5小时，压缩四成。":               "2.5小时 UNMATCHED, 1.5小时 UNMATCHED, 四成 RIGHT",
		"简报减少三成以上，会议减少近四成。":                      "三成以上 UNMATCHED, 近四成 UNMATCHED",
		"部门会议时间1.5小时。":                           "1.5小时 UNMATCHED",
		"会议时间不超过1.5小时。":                          "不超过1.5小时 UNMATCHED",
		"云政发〔2023〕15号第3条，电话0871-63123456，五大理念。":  "",
	} {
		if got := strings.Join(check(t, c, text, proof.Options{}), ", "); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

// A total is right where its parts add up to it, and wrong only where they are surely all of them.
func TestPartsAndWholes(t *testing.T) {
	t.Parallel()
	c := catalog(t)
	for text, want := range map[string]string{
		"受理咨询620件，现场答复415件，转办205件。":                      "620件 RIGHT, 415件 UNMATCHED, 205件 UNMATCHED",
		"登记线索140条。其中，网上登记90条，窗口登记50条。":                   "140条 RIGHT, 90条 UNMATCHED, 50条 UNMATCHED",
		"查出隐患46处（电气类21处、燃气类25处），整改40处。":                  "46处 RIGHT, 21处 UNMATCHED, 25处 UNMATCHED, 40处 UNMATCHED",
		"共检查门店90家（其中夜查12家），合格70家（其中夜查9家），不合格20家。":        "90家 RIGHT, 12家 UNMATCHED, 70家 UNMATCHED, 9家 UNMATCHED, 20家 UNMATCHED",
		"改造小区9个，已经改造5个，尚未改造4个。":                          "9个 RIGHT, 5个 UNMATCHED, 4个 UNMATCHED",
		"东街46件；西街24件；北街22件。":                             "46件 UNMATCHED, 24件 UNMATCHED, 22件 UNMATCHED",
		"就业类65件，教育类25件，医疗类40件。":                          "65件 UNMATCHED, 25件 UNMATCHED, 40件 UNMATCHED",
		"完成改造30项。编写10份手册，出台20项制度。":                       "30项 UNMATCHED, 10份 UNMATCHED, 20项 UNMATCHED",
		"接单50件，其中甲类30件，乙类20件，分别占接单总量的60%、40%。":           "50件 RIGHT, 30件 UNMATCHED, 20件 UNMATCHED, 60% RIGHT, 40% RIGHT",
		"从业人员80万人，其中女性从业人员30万人。工业从业人员为20万人，减少5万人，下降20%。": "80万人 UNMATCHED, 30万人 UNMATCHED, 20万人 UNMATCHED, 5万人 UNMATCHED, 20% RIGHT",
		"开通百家号1个。":        "1个 UNMATCHED",
		"走访5个组、3个村、2个社区。": "5个 UNMATCHED, 3个 UNMATCHED, 2个 UNMATCHED",
		"产值61.27亿元，其中农业20.14亿元、工业30.02亿元、服务业11.10亿元。":                     "61.27亿元 RIGHT, 20.14亿元 UNMATCHED, 30.02亿元 UNMATCHED, 11.10亿元 UNMATCHED",
		"来件400件，受理350件，办结300件，其中重复50件。":                                   "400件 UNMATCHED, 350件 UNMATCHED, 300件 UNMATCHED, 50件 UNMATCHED",
		"来件80件。按类别，甲类44件（55.1%），乙类20件（25%），丙类16件（20%）。":                   "80件 RIGHT, 44件 UNMATCHED, 55.1% WRONG 55.00%, 20件 UNMATCHED, 25% RIGHT, 16件 UNMATCHED, 20% RIGHT",
		"共收到意见60条，立项55条，留作参考5条，占意见总数的9%。":                                 "60条 RIGHT, 55条 UNMATCHED, 5条 UNMATCHED, 9% WRONG 8.33%",
		"抽检50批次，不合格4批次，合格率92%。":                                           "50批次 UNMATCHED, 4批次 UNMATCHED, 92% RIGHT",
		"回访非常满意30人，满意10人，满意率100%。":                                        "30人 UNMATCHED, 10人 UNMATCHED, 100% UNMATCHED",
		"回访40人，满意率95%（非常满意30人，满意8人）。":                                     "40人 UNMATCHED, 95% RIGHT, 30人 UNMATCHED, 8人 UNMATCHED",
		"评分80分以上的有40家，占80%，全部50家。":                                        "80分以上 UNMATCHED, 40家 UNMATCHED, 80% UNMATCHED, 50家 UNMATCHED",
		"60岁及以上老人500人，占20%（其中80岁以上100人，占4%）。":                             "500人 UNMATCHED, 20% UNMATCHED, 100人 UNMATCHED, 4% UNMATCHED",
		"本周接报60起（日均8.6起），较上周的80起减少20起，下降25%。":                             "60起 UNMATCHED, 8.6起 UNMATCHED, 80起 UNMATCHED, 20起 RIGHT, 25% RIGHT",
		"（3月4日—3月10日）接待访客700人次，日均100人次。":                                  "700人次 UNMATCHED, 100人次 RIGHT",
		"惠及200户，补助资金0.05亿元，户均2.5万元。":                                      "200户 UNMATCHED, 0.05亿元 UNMATCHED, 2.5万元 RIGHT",
		"40个单位报送信息120条，平均每个单位3条。":                                         "40个 UNMATCHED, 120条 UNMATCHED, 3条 RIGHT",
		"平台由3000个整合至1250个，整合后清理率为58.32%。":                                 "3000个 UNMATCHED, 1250个 UNMATCHED, 58.32% WRONG 58.33%",
		"发出通知一百二十六份，回执三份。":                                                "一百二十六份 UNMATCHED",
		"比例为2:38:60，用水3.2亿千瓦时，停业1天半。":                                     "2 UNMATCHED, 38 UNMATCHED, 60 UNMATCHED, 3.2亿千瓦时 UNMATCHED, 1天半 UNMATCHED",
		"复议23件，其中维持17件，纠正3件，其他结果1件，尚未审结2件。":                               "23件 RIGHT, 17件 UNMATCHED, 3件 UNMATCHED, 1件 UNMATCHED, 2件 UNMATCHED",
		"小组共165个，其中甲类97个、乙类41个、丙类29个，合计167个。保留49个，撤销116个。":                "165个 WRONG 167个, 97个 UNMATCHED, 41个 UNMATCHED, 29个 UNMATCHED, 167个 RIGHT, 49个 UNMATCHED, 116个 UNMATCHED",
		"接听电话163920个，其中7月51204个、8月58133个、9月54583个，总量与上季度171080个相比下降4.2%。": "163920个 RIGHT, 51204个 UNMATCHED, 58133个 UNMATCHED, 54583个 UNMATCHED, 171080个 UNMATCHED, 4.2% RIGHT",
		"会议12日上午召开，5月3日—9日公示。":                                            "",
	} {
		if got := strings.Join(check(t, c, text, proof.Options{}), ", "); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

// What has no number that somebody could calculate with breaks nothing.
func TestChangesOfWhatIsBounded(t *testing.T) {
	t.Parallel()
	text := "印发以来，报表由每村102张减少到最多41张，工作群精减一半。"
	if got := decided(check(t, catalog(t), text, proof.Options{})); got != "" {
		t.Errorf("%s: %s", text, got)
	}
}

// A change is of what its words name: the plan, another year and another quantity are none of its base.
func TestWhatAChangeIsComparedWith(t *testing.T) {
	t.Parallel()
	c := catalog(t)
	for text, want := range map[string]string{
		"培训费支出50万元，比预算60万元减少10万元，下降16.67%。":                    "10万元 RIGHT, 16.67% RIGHT",
		"培训费支出50万元，比预算60万元减少10万元，下降14.29%。":                    "10万元 RIGHT, 14.29% WRONG 16.67%",
		"接收稿件70件，比计划60件增加10件，增长16.67%。":                        "10件 RIGHT, 16.67% RIGHT",
		"用纸80箱，较上限100箱减少20箱，下降20%。":                            "20% RIGHT",
		"培训费支出80万元，比上年减少10万元，下降11.11%，比2019年下降20%。":            "11.11% RIGHT",
		"培训费支出80万元，比上年减少10万元，较年初预算下降20%。":                      "",
		"本月接单200件，环比增加20件，增长11.11%，同比增加50件，增长33.33%。":          "11.11% RIGHT, 33.33% RIGHT",
		"本月接单200件，环比增加20件，同比增长33.33%。":                         "",
		"较上年同期50件增加10件，环比增长25%。":                               "",
		"今年办结90件，比上年多10件，比前年增长20%。":                            "",
		"收入100亿元，同比增加5亿元，同口径增长8%。":                             "",
		"收入100亿元，剔除一次性因素后比上年的90亿元增长20%。":                       "",
		"产值100亿元，按可比价格计算，比上年的90亿元增长8%。":                        "",
		"剔除一次性因素后收入100亿元，比上年的90亿元增长20%。":                       "20% WRONG 11.11%",
		"收入100亿元，按自然口径比上年的90亿元增长11.11%。":                       "11.11% RIGHT",
		"接收稿件716件，排除重复稿件后，接收量与去年同期777件相比，下降8%。":                "",
		"得分89.08分，相较去年得分（85.50分）提升3.58分。":                      "3.58分 RIGHT",
		"走访242家，与去年走访数量（120家）相比增长101.67%。":                     "101.67% RIGHT",
		"受理1803件，办结894件。与上年相比，受理增加167件，上升10.21%。":              "10.21% RIGHT",
		"受理180件，办结90件，受理增加60件，上升50%。":                          "50% RIGHT",
		"收入8.09亿元，减少766万元，下降0.94%。":                            "0.94% RIGHT",
		"与353名职工谈话，其中一线167人，二线186人。":                           "353名 RIGHT",
		"运行费500万元（购置费100万元，比上年增加0万元；维护费400万元，比上年增加0万元。）与上年持平。": "500万元 RIGHT",
		"出生率11.69‰，死亡率4.47‰，自然增长率7.22‰。":                       "7.22‰ RIGHT",
		"增长8.4%，比全省（7.7%）和全国（7.0%）分别高0.7、1.4个百分点。":             "0.7 RIGHT, 1.4个百分点 RIGHT",
	} {
		if got := decided(check(t, c, text, proof.Options{})); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

// decided are the statements that are right, cut or wrong.
func decided(list []string) string {
	return strings.Join(slices.DeleteFunc(list, func(one string) bool { return strings.Contains(one, "UNMATCHED") }), ", ")
}

// What names another part, total or time than the counts before it is never wrong by these.
func TestSharesAndChangesOfSomethingElse(t *testing.T) {
	t.Parallel()
	c := catalog(t)
	for text, want := range map[string]string{
		"受理来件61723件，正在办理1114件，咨询类占77.18%。":                          "",
		"受理来件61723件，正在办理1114件，从类型来看，咨询类占77.18%，投诉类占12.47%。":         "",
		"明显减轻的985份、有所减轻的576份，两者合计占87.2%。":                           "",
		"收到来件163件，其中网上121件、信函31件、当面11件，网上占74.2%。":                   "163件 RIGHT, 74.2% RIGHT",
		"收到来件163件，其中网上121件、信函31件、当面11件，网上占72.4%。":                   "163件 RIGHT, 72.4% WRONG 74.23%",
		"全年受理38446件，其中四季度10231件，占前三季度总量的35.9%。":                     "",
		"2022年接单530件、2023年接单478件、2024年上半年接单201件，2024年上半年同比下降15.5%。": "",
		"受理来件9480件，其中咨询5120件，同比增长5.3%，比上年增加480件。":                   "",
		"共接单378件，其中单独251件、联合79件，同比减少64件，下降16.8%。":                   "",
		"三年来走访分别为410场、352场、305场，逐年下降，累计减少105场。":                     "105场 RIGHT",
		"三年来走访分别为410场、352场、305场，逐年下降，累计减少115场。":                     "115场 WRONG 105场",
		"今年走访284场，去年323场，前年412场，比去年下降12.1%，比前年下降31.1%。":             "",
		"全年减少会务费320万元、培训费140万元、印刷费86万元，合计546万元，比上年再降9%。":            "546万元 RIGHT",
		"会议时间1小时以内的占63%，1至2小时的占31%，2小时以上的占6%。":                      "",
	} {
		if got := decided(check(t, c, text, proof.Options{})); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

// What is called other is no rest of the total, and rates are of what their names say.
func TestRestsAndRates(t *testing.T) {
	t.Parallel()
	c := catalog(t)
	for text, want := range map[string]string{
		"收到来件47件，其中甲类36件，另外还收到其他5件。":                             "",
		"收到来件47件，其中甲类36件，其他单位转来5件。":                              "",
		"收到来件47件，其中甲类36件，乙类6件，其余4件。":                             "4件 WRONG 5件",
		"收到来件47件，其中甲类36件，乙类6件，其他4件。":                             "4件 WRONG 5件",
		"共监测账号289个。经检查，发现9个账号不合格，合格率为99.96%。":                    "99.96% WRONG 96.89%",
		"共检查网站56家。发现不合格网站2家，合格率96%。":                             "96% RIGHT",
		"共检查网站56家，其中县级20家。发现不合格网站2家，合格率90%。":                     "",
		"抽查网站39个，合格网站36个，不合格网站3个，合格率92%。":                        "39个 RIGHT, 92% RIGHT",
		"决定起诉68人；决定不起诉20人，不起诉率22.7%。":                            "22.7% RIGHT",
		"结案440件（调解211件，撤诉97件，调撤率70%）。":                           "70% RIGHT",
		"共收到意见4287件，由156个单位办理。已经解决3096件，占意见、批评和建议总数的72.2%。":      "72.2% RIGHT",
		"共受理2844件。其中，甲类1245件，占63.7%；乙类566件，占29.0%；丙类143件，占7.3%。": "",
		"收到来件92件和会后来件1件，反映满意和基本满意率达100%。":                        "",
		"共收到来件3045件，受理2686件，其中甲类1640件，占总数的61.1%；乙类753件，占总数的28%；丙类251件，占总数的9.3%；丁类42件，占总数的1.6%；另有359件转走。": "3045件 RIGHT, 2686件 RIGHT, 61.1% RIGHT, 28% RIGHT, 9.3% RIGHT, 1.6% RIGHT",
		"来访53件，其中来电44件，来信9件。已交城东20件，城西3件，城南2件，城北3件，东乡3件，西乡1件，南乡3件，北乡3件，开发区2件，新区13件。":                     "53件 RIGHT",
		"用水量增加78.0万吨，其中甲类减少3.7万吨，乙类减少81.2万吨，丙类增加137.0万吨，丁类增加25.9万吨。":                                     "78.0万吨 RIGHT",
		"发现10个账号不更新，15个账号超期，这25个账号已经注销。":                                                                 "25个 RIGHT",
		"报告755例，死亡426人。其中，甲类报告11例，死亡1人；乙类报告336例，死亡383人。\n同期，丙类报告408例，死亡42人。":                             "755例 RIGHT, 426人 RIGHT",
		"供水6095亿m3，其中地表水4921亿m3，占80.7%。": "80.7% RIGHT",
		// Lists of which each item has counts of several units.
		"发生事故274起、受伤77人。\n1.甲类发生20起、受伤22人。\n2.乙类发生123起、受伤53人。\n3.丙类发生131起、受伤2人。":   "274起 RIGHT, 77人 RIGHT",
		"发生事故4起，受伤1人。\n甲类3起，受伤0人。\n乙类1起，受伤1人。":                                     "4起 RIGHT, 1人 RIGHT",
		"收入133.5亿元。\n支出600亿元。\n1.甲类94.8亿元。\n2.乙类12.7亿元。\n3.丙类91.9亿元。\n4.丁类28.9亿元。": "",
		"共受理1803件，结案894件。其中甲类70件，结案38件；乙类925件，结案440件；丙类38件，结案10件；丁类770件，结案406件。":   "1803件 RIGHT, 894件 RIGHT",
		"一、结案\n结案7018件，同比增加140件。\n甲类30件，同比减少12件；乙类1件。\n丙类4822件，与去年持平。\n丁类2165件。":   "7018件 RIGHT",
		"共访143件次，从形式看，来人95件127人次，来信19件次，网上29件次。":                                   "143件次 RIGHT",
	} {
		if got := decided(check(t, c, text, proof.Options{})); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

// What one sentence tells is held against what those around it tell.
func TestRelationsAcrossSentences(t *testing.T) {
	t.Parallel()
	c := catalog(t)
	for text, want := range map[string]string{
		// Lists that are whole, nested and in several groups.
		"来件200件。\n按性质分类：咨询120件、投诉70件、其他10件。\n按渠道分类：网上90件、电话110件。":       "200件 RIGHT",
		"上月来件434件。\n反映甲类16件，乙类100件，丙类65件，丁类203件，戊类25件，己类13件，庚类9件，表扬3件。": "434件 RIGHT",
		"反映甲类16件，乙类65件，丙类25件，丁类13件，戊类24件，表扬3件。":                         "",
		"来人6件（次），占46%；来电3件（次），占23%；来函3件（次），占23%；网上1件（次），占8%。":           "46% RIGHT, 23% RIGHT, 23% RIGHT, 8% RIGHT",
		"生产500件，上半年200件，其中一季度90件、二季度110件；下半年300件。":                      "500件 RIGHT, 200件 RIGHT",
		"印制手册3000册。\n市区发放1850册，县里发放1150册。":                              "3000册 RIGHT",
		"印制手册3000册。\n市区发放1850册，县里发放1151册。":                              "",
		"发出通知21项。目前，已经落实15项，正在落实6项。":                                    "21项 RIGHT",
		"甲县17件（已办12件，在办5件）、乙县3件（已办3件）、丙县1件、丁县2件。":                       "17件 RIGHT",
		// Spaces between thousands, and numbers side by side.
		"受理来电321 146件，其中咨询5 258件，占1.6%。":  "1.6% RIGHT",
		"收到12 345件，办结6 172件，办结率52.0%。":    "52.0% WRONG 50.00%",
		"收到2 012 345件，办结1 006 172件，占50%。": "50% RIGHT",
		"收到 12 345 200 件，办结 6 件，占50%。":    "50% WRONG 0.00%",
		// Parts that nearly add up to what the text says: which number is wrong is not known.
		"收到意见400条。采纳300条，占总数的75.6%；部分采纳60条，占总数的15.1%；留作参考37条，占总数的9.3%。": "9.3% RIGHT",
		"检查企业8家，发现隐患4条，已整改4条。":                                          "",
		"投诉0.03万件，举报0万件，咨询0.01万件，合计0.04万件，投诉占比62.97%。":                  "0.04万件 RIGHT",
		// Changes on a second base, and from a difference.
		"登记200件，环比上季度160件增长25%，同比去年100件增长100%。":           "25% RIGHT, 100% RIGHT",
		"登记甲类80件，同比上年（64件）上升25%；乙类45件，同比上年（50件）下降11%。":    "25% RIGHT, 11% WRONG 10.00%",
		"收入900万元，完成年初预算数3000万元的30%，比上年减收100万元，下降10%。":     "30% RIGHT, 10% RIGHT",
		"收入900.0万元，完成年初预算数3000万元的33%，比上年减收100.0万元，下降11%。": "33% WRONG 30.00%",
		"全镇现有10500人，与2010年的10000人相比，增加500人，增长5%。":         "500人 RIGHT, 5% RIGHT",
		"2022年共巡查50次，2023年共巡查60次，增长20%。":                  "20% RIGHT",
		"5月走访60家，4月走访50家，环比增长20%。":                        "20% RIGHT",
		"5月走访60家，4月走访50家，环比增长25%。":                        "25% WRONG 20.00%",
		"5月走访60家，3月走访50家，环比增长25%。":                        "",
		"5月走访60家，4月回访50家，环比增长25%。":                        "",
		// Points between percentages that words name.
		"上半年，全市工业增长4.0%。甲行业增长6.5%，高于全市工业增速2.5个百分点；乙行业下降1.5%，低于全市工业增速5.5个百分点。": "2.5个百分点 RIGHT, 5.5个百分点 RIGHT",
		"上半年，全市工业增长4.0%。甲行业增长6.5%，高于全市工业增速2.6个百分点。":                           "",
		"产值增长8%，较一季度（6%）回升2个百分点。":                                             "2个百分点 RIGHT",
		// Shares and rates of what is named or told before.
		"受理投诉300件。\n受理举报120件。\n其中网上投诉150件，占投诉的50%；网上举报40件，占举报的30%。":                      "50% RIGHT, 30% WRONG 33.33%",
		"总产值200亿元，其中农业产值20亿元，工业产值180亿元。农业产值占总产值的比重为10%，工业产值比重为90%。":                      "200亿元 RIGHT, 10% RIGHT, 90% RIGHT",
		"产值为200亿元。其中，第一产业20亿元，第二产业82亿元，第三产业98亿元。三次产业比例为10.0:41.0:49.0。":                  "200亿元 RIGHT, 10.0 RIGHT, 41.0 RIGHT, 49.0 RIGHT",
		"产值为200亿元。其中，第一产业20亿元，第二产业82亿元，第三产业98亿元。三次产业比重为10.0∶41.0∶49.0。":                  "200亿元 RIGHT, 10.0 RIGHT, 41.0 RIGHT, 49.0 RIGHT",
		"产值为200亿元。其中，第一产业20亿元，第二产业82亿元，第三产业98亿元。三次产业比例为10.0:42.0:48.0。":                  "200亿元 RIGHT",
		"受理事项8000件。\n已办结6123件，办结率76.54%。":                                                "76.54% RIGHT",
		"收到大会意见95条，平时意见5条。经审查，采纳84条，采纳率84%。":                                             "84% RIGHT",
		"受理事项1000件。甲类100件，占10.0%。乙类200件，占20.0%。丙类47件，占3.7%。丁类300件，占30.0%。戊类350件，占35.0%。": "10.0% RIGHT, 20.0% RIGHT, 3.7% WRONG 4.70%, 30.0% RIGHT, 35.0% RIGHT",
		"召开会议144次，占会议总数的27.64%。":                                                         "",
		"召开会议521次，其中全市性会议144次，占会议总数的27.64%。":                                             "27.64% RIGHT",
		"召开会议521次，其中全市性会议144次，占会议总数的27.46%。":                                             "27.46% WRONG 27.64%",
	} {
		var list []string
		for _, one := range check(t, c, text, proof.Options{}) {
			if !strings.HasSuffix(one, string(proof.Unmatched)) {
				list = append(list, one)
			}
		}
		if got := strings.Join(list, ", "); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

// A table's changes are worked out from the counts beside them, of whatever they are.
func TestChangesAcrossTables(t *testing.T) {
	t.Parallel()
	c := catalog(t)
	for text, want := range map[string]string{
		`| 项目 | 2022年 | 2023年 | 增减数 | 增减率(%) |
|---|---|---|---|---|
| 公厕 | 120 | 150 | 30 | 24.00 |
| 合格率 | 90.1% | 92.3% | +2.2 | 2.44 |`: "30 RIGHT, 24.00 WRONG 25.00%, +2.2 RIGHT",
		`| 项目 | 本年数 | 上年同期 | 同比 |
|---|---|---|---|
| 走访企业（家） | 1,250 | 1,000 | 25% |
| 化解信访（件） | 88 | 100 | -11% |`: "25% RIGHT, -11% WRONG -12.00%",
		`| 年份 | 走访企业 | 化解信访 |
|---|---|---|
| 2022年 | 1000家 | 100件 |
| 2023年 | 1250家 | 88件 |
| 增减 | +250 | -13 |`: "+250 RIGHT, -13 WRONG -12",
		`| 项目 | 甲 | 乙 |
|---|---|---|
| 2016年 | 1356 | 200 |
| 2015年 | 1400 | 100 |
| 2016年比2015年增减% | -3.14 | 90 |`: "-3.14 RIGHT, 90 WRONG 100.00%",
		`| 单位 | 走访2022年 | 走访2023年 | 增减 | 培训2022年 | 培训2023年 | 增减 |
|---|---|---|---|---|---|---|
| 甲局 | 10 | 12 | 3 | 30 | 20 | -10 |`: "3 WRONG 2, -10 RIGHT",
		`| 事项 | 上周 | 本周 | 增减 |
|---|---|---|---|
| 接单 | 80 | 100 | 20 |
| 转单 | 8 | 10 | 3 |`: "20 RIGHT, 3 WRONG 2",
		`| 项目 | 2022年 | 2023年 | 同口径增长% |
|---|---|---|---|
| 甲费 | 100 | 110 | 12 |
| 乙费 | 50 | 40 | -15 |`: "",
		`| 项目 | 接待费 | 运行费 |
|---|---|---|
| 2016年决算 | 2364 | 12 |
| 2015年决算 | 2840 | 90 |
| 2016年比2015年增减% | -16.77 | -80 |`: "-16.77 RIGHT, -80 WRONG -86.67%",
		// A rate that is 100% in every line is one by its name alone.
		`| 单位 | 总件数 | 处理中 | 已办结 | 办结率 |
|---|---|---|---|---|
| 东街 | 52 | 0 | 52 | 100% |
| 西街 | 29 | 0 | 29 | 100% |
| 北街 | 28 | 0 | 28 | 100% |`: "100% RIGHT, 100% RIGHT, 100% RIGHT",
		// Which of three years a change is from is not always said.
		`| 项目 | 2021年 | 2022年 | 2023年 | 增减 | 同比增长 | 2023年比2021年 |
|---|---|---|---|---|---|---|
| 培训 | 100 | 110 | 132 | 32 | 10% | 33% |`: "10% WRONG 20.00%, 33% WRONG 32.00%",
		`| 项目 | 2022年计划 | 2023年 | 增减 |
|---|---|---|---|
| 培训 | 100 | 110 | 20 |`: "",
	} {
		findings, err := proof.CheckText(t.Context(), c, read(t, "表.md", text), proof.Options{Period: jianfu.YearOf(2023)})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range findings {
			if f.Verdict != proof.Unmatched {
				got = append(got, strings.TrimSpace(f.Written+" "+string(f.Verdict)+" "+f.Right))
			}
		}
		if got := strings.Join(got, ", "); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

// Without a warehouse the catalogue alone tells what words mean, and the text's own figures are all that is held.
func TestTextWithoutWarehouse(t *testing.T) {
	t.Parallel()
	c := catalog(t)
	for text, want := range map[string]string{
		"去年召开会议25次，今年召开15次，下降40%。":                              "25次 UNMATCHED, 15次 UNMATCHED, 40% RIGHT",
		"受理事项80件，办结60件，办结率70%。":                                 "80件 UNMATCHED, 60件 UNMATCHED, 70% WRONG 75.00%",
		"收入120.5亿元，比上年增收20.5亿元，增长20.5%。":                        "120.5亿元 UNMATCHED, 20.5亿元 UNMATCHED, 20.5% RIGHT",
		"走访30家，与去年同期（20家）相比上升50%。":                              "30家 UNMATCHED, 20家 UNMATCHED, 50% RIGHT",
		"收到建议13件，另有议案转办67件，共80件，加上其他5件。":                        "13件 UNMATCHED, 67件 UNMATCHED, 80件 RIGHT, 5件 UNMATCHED",
		"受理73件，转办21件，办结19件，办结率97.26%。":                          "73件 UNMATCHED, 21件 UNMATCHED, 19件 UNMATCHED, 97.26% UNMATCHED",
		"交办90家单位，涉及主办单位30家，回复率100%。":                            "90家 UNMATCHED, 30家 UNMATCHED, 100% UNMATCHED",
		"甲类12件、乙类9件、丙类6件，占总数30件的90%。":                           "12件 UNMATCHED, 9件 UNMATCHED, 6件 UNMATCHED, 30件 UNMATCHED, 90% RIGHT",
		"指标从2400余个精简到120余个，减幅95%。":                              "2400余个 UNMATCHED, 120余个 UNMATCHED, 95% RIGHT",
		"召开例会16场，与去年同期的34场相比，数量下降逾五成。":                          "16场 UNMATCHED, 34场 UNMATCHED, 逾五成 RIGHT",
		"收到建议128件。\n从结果看，甲类64件，占50%；乙类38件，占29.7%；丙类21件，占17.4%。": "128件 UNMATCHED, 64件 UNMATCHED, 50% RIGHT, 38件 UNMATCHED, 29.7% RIGHT, 21件 UNMATCHED, 17.4% WRONG 16.41%",
		"平台由200个整合至80个，清理率60%。":                                 "200个 UNMATCHED, 80个 UNMATCHED, 60% RIGHT",
		"2023年一季度办理9000件，日均100件。":                               "9000件 UNMATCHED, 100件 RIGHT",
		"办结1,234件(占受理总量1,300件的94.92%),其余66件在办。":                 "1,234件 UNMATCHED, 1,300件 UNMATCHED, 94.92% RIGHT, 66件 UNMATCHED",
	} {
		findings, err := proof.CheckText(t.Context(), c, read(t, "报告.txt", text), proof.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var list []string
		for _, f := range findings {
			list = append(list, strings.TrimSpace(f.Written+" "+string(f.Verdict)+" "+f.Right))
			if f.Verdict == proof.Unmatched && len(f.Doubts) == 0 && f.Because.ZH == "" {
				t.Errorf("%s: %s is not matched and says not why", text, f.Written)
			}
		}
		if got := strings.Join(list, ", "); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

// A table's total is the sum of its rows, where all of them are parts.
func TestTotalsOfTables(t *testing.T) {
	t.Parallel()
	c := catalog(t)
	for text, want := range map[string]string{
		"单位,走访企业（家）\n甲局,12\n乙局,30\n丙局,8\n合计,51\n":                                               "12 UNMATCHED, 30 UNMATCHED, 8 UNMATCHED, 51 WRONG 50家",
		"单位,走访企业（家）\n合计,50\n甲局,12\n乙局,30\n丙局,8\n":                                               "50 RIGHT, 12 UNMATCHED, 30 UNMATCHED, 8 UNMATCHED",
		"单位,走访企业（家）\n甲局,2013\n乙局,30\n丙局,8\n合计,2051\n":                                           "2013 UNMATCHED, 30 UNMATCHED, 8 UNMATCHED, 2051 RIGHT",
		"类别,件数,占比\n甲类,30,75%\n乙类,10,26%\n合计,40,100%\n":                                          "30 UNMATCHED, 75% RIGHT, 10 UNMATCHED, 26% WRONG 25.00%, 40 RIGHT, 100% UNMATCHED",
		"单位,上门（次）,来访（次）,总计（次）\n甲局,3,4,7\n":                                                      "3 UNMATCHED, 4 UNMATCHED, 7 RIGHT",
		"单位,走访企业（家）\n甲局,12\n其中：处室,10\n乙局,30\n合计,42\n":                                           "12 UNMATCHED, 10 UNMATCHED, 30 UNMATCHED, 42 RIGHT",
		"月份,上门（次）,来访（次）,次数小计,用时\n1月,30,14,44,3.5\n2月,20,11,30,2.5\n总计,50,25,75,6.0\n":           "30 UNMATCHED, 14 UNMATCHED, 44 RIGHT, 3.5 UNMATCHED, 20 UNMATCHED, 11 UNMATCHED, 30 UNMATCHED, 2.5 UNMATCHED, 50 RIGHT, 25 RIGHT, 75 WRONG 74, 6.0 RIGHT",
		"方式,件数,比例\n甲,150,75%\n乙,36,19%\n丙,12,6%\n合计,198,100%\n":                                 "150 UNMATCHED, 75% CUT 76%, 36 UNMATCHED, 19% WRONG 18.18%, 12 UNMATCHED, 6% RIGHT, 198 RIGHT, 100% UNMATCHED",
		"项目,产量\n总产值,1234\n农业,234\n工业,600\n服务业,400\n":                                            "1234 RIGHT, 234 UNMATCHED, 600 UNMATCHED, 400 UNMATCHED",
		"事项,甲类,乙类,丙类,总计\n数量,120,60,20,200\n占比,60.0%,30.0%,11.0%,100%\n":                         "120 UNMATCHED, 60 UNMATCHED, 20 UNMATCHED, 200 RIGHT, 60.0% RIGHT, 30.0% RIGHT, 11.0% WRONG 10.00%, 100% UNMATCHED",
		"品种,抽检批次,合格批次,不合格批次\n米面,408,402,6\n油脂,231,228,3\n":                                      "408 RIGHT, 402 UNMATCHED, 6 UNMATCHED, 231 RIGHT, 228 UNMATCHED, 3 UNMATCHED",
		"单位,应到,实到,出勤率\n甲局,20,18,90%\n乙局,30,29,97%\n丙局,40,38,90%\n丁局,50,50,100%\n戊局,25,24,96%\n": "20 UNMATCHED, 18 UNMATCHED, 90% RIGHT, 30 UNMATCHED, 29 UNMATCHED, 97% RIGHT, 40 UNMATCHED, 38 UNMATCHED, 90% WRONG 95.00%, 50 UNMATCHED, 50 UNMATCHED, 100% RIGHT, 25 UNMATCHED, 24 UNMATCHED, 96% RIGHT",
		"年份,产量,比上年增长（%）\n2021年,100,5.0\n2022年,110,10.0\n2023年,120,9.1\n":                        "100 UNMATCHED, 5.0 UNMATCHED, 110 UNMATCHED, 10.0 RIGHT, 120 UNMATCHED, 9.1 RIGHT",
		"项目,数量\n走访,1500\n座谈,1000\n培训,500\n":                                                     "1500 UNMATCHED, 1000 UNMATCHED, 500 UNMATCHED",
		"机构,数量\n医院,60\n公立,40\n民营,20\n基层,50\n合计,110\n":                                           "60 UNMATCHED, 40 UNMATCHED, 20 UNMATCHED, 50 UNMATCHED, 110 UNMATCHED",
		"单位,完成率\n甲局,90%\n乙局,80%\n丙局,70%\n合计,80%\n":                                              "90% UNMATCHED, 80% UNMATCHED, 70% UNMATCHED, 80% UNMATCHED",
	} {
		findings, err := proof.CheckText(t.Context(), c, read(t, "表.csv", text), proof.Options{Period: jianfu.YearOf(2023)})
		if err != nil {
			t.Fatal(err)
		}
		var list []string
		for _, f := range findings {
			list = append(list, strings.TrimSpace(f.Written+" "+string(f.Verdict)+" "+f.Right))
		}
		if got := strings.Join(list, ", "); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

// One paragraph of 1.2 MB: the time that it takes grows as the text does.
func BenchmarkLongParagraph(b *testing.B) {
	c := catalog(b)
	for _, kilobytes := range []int{300, 1200} {
		b.Run(fmt.Sprint(kilobytes, "kB"), func(b *testing.B) {
			text := strings.Repeat("2023年，全市召开会议521次，同比下降12.44%，其中视频会议113次，占21.69%；印发文件715件，", kilobytes*1000/112)
			for b.Loop() {
				doc, err := proof.Read("长.txt", strings.NewReader(text), int64(len(text)))
				if err != nil {
					b.Fatal(err)
				}
				if _, err := proof.CheckText(b.Context(), c, doc, proof.Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func TestNoDocument(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{"空.txt": " \n", "旧.doc": "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "甲.pdf": "%PDF-1.7", "乙.docx": "abc", "丙.docx": "PK\x03\x04abc", "丁.txt": "\xff\xff\xff"} {
		if _, err := proof.Read(name, strings.NewReader(text), int64(len(text))); jianfu.ErrorCode(err) != jianfu.Unreadable {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whatever the order of the words of reports, a text is read to its end, each place is in it,
// and a percentage of nothing is no panic.
func TestAnyOrderOfWords(t *testing.T) {
	t.Parallel()
	c := catalog(t)
	words := strings.Fields(`2023年 上年 截至11月末 三年来 召开 会议 印发文件 0次 521次 595件 * 〔*〕次 12.44% 1.36个百分点 同比 环比 下降 增长 由 到 较 的 ， 、 。 ； （ ） ： 分别 其中 共 占 办复率 持平 预计 均 日均 场均 平均每件 其余 合计 件 场
		近 余件 以上 不超过 三 五十二个 百分之 万 | - 《 》 “ ” 第 号 \n — 〔2023〕 https://a.b 1/0 1,2,3 ，，`)
	for seed := range uint64(8) {
		random := rand.New(rand.NewPCG(seed, 7))
		var b strings.Builder
		for range 60 {
			b.WriteString(words[random.IntN(len(words))])
		}
		text := strings.ReplaceAll(b.String(), `\n`, "\n")
		for _, name := range []string{"文.txt", "文.md"} {
			findings, err := proof.CheckText(t.Context(), c, read(t, name, "报告\n"+text+"\n| 项目 | 数 |\n|---|---|\n| 召开会议 | 3次 |\n"), proof.Options{Period: jianfu.YearOf(2023)})
			if err != nil {
				t.Fatalf("seed %d: %v\n%s", seed, err, text)
			}
			for _, f := range findings {
				if f.Written == "" || !strings.Contains(f.Sentence, strings.TrimSpace(f.Written)) {
					t.Errorf("seed %d: %q is not in %q", seed, f.Written, f.Sentence)
				}
			}
		}
	}
}

// Counts side by side, amounts of one name in sentences near each other, lists that are named, growth of each year: what follows is right,
// what surely does not is wrong, and what may be of something else is neither.
func TestRelationsOfNamesAndRows(t *testing.T) {
	t.Parallel()
	c := catalog(t)
	for text, want := range map[string]string{
		// Two counts side by side, with those of the year before.
		"受理97件134人，去年同期为197件375人，件数和人数分别下降50.76%、64.27%。": "50.76% RIGHT, 64.27% RIGHT",
		"受理95件134人，去年同期为200件377人，同比分别下降50.76%、64.27%。":    "50.76% WRONG 52.50%, 64.27% WRONG 64.46%",
		"受理97件134人，去年同期为197件375人，审结率提高5%、办结率下降3%。":        "",
		// Of one name, at two times.
		"2022年，市馆接待读者1500人，外借900册，比2021年分别增长50%和12.5%。2021年，市馆接待读者1000人，外借800册。": "50% RIGHT, 12.5% RIGHT",
		"2022年用车费399.25万元。2021年用车费272.53万元。\n用车费增加126.72万元，原因是换了车。":              "126.72万元 RIGHT",
		"2022年用车费399.25万元。2021年接待费272.53万元。\n用车费增加126.72万元，原因是换了车。":              "",
		"发生事故117起，造成2341人死亡、1188人受伤。与去年同期相比，死亡人数减少176人，下降7%；受伤人数增加14人，上升14%。":    "7% RIGHT",
		// Shares of two totals in one row, of a total told later, and of what a bracket leaves aside.
		"发生事故1137起，死亡252人。违法驾驶造成事故629起，死亡138人，分别占总数的55.32%和56.62%。":                  "55.32% RIGHT",
		"商品类投诉37.75万件，占投诉总量的57.12%。\n全年登记举报18.50万件，投诉66.09万件。":                       "57.12% RIGHT",
		"商品类投诉37.75万件，占投诉总量的57.12%。\n全年登记举报66.09万件，投诉18.50万件。":                       "",
		"用水400.0万吨。其中，工业用水100.0万吨（其中冷却水50.0万吨），占用水总量的25.0%；农业用水300.0万吨，占用水总量的75.0%。": "400.0万吨 RIGHT, 25.0% RIGHT, 75.0% RIGHT",
		// Rates of counts of which one denies the other, and of what only sounds alike.
		"共逮捕25人，不捕24人，不捕率为48.98%。受理的案件，批捕率51.02%。": "48.98% RIGHT, 51.02% RIGHT",
		"共进驻36个部门，可办理1406项事项，事项进驻率达96.7%。":         "",
		"受理2.8万件，办结2.4万件。结案率和息诉率分别提高到99.4%和83.1%。": "",
		"收到来件951件，立案824件。不予立案的127件已转办。":            "127件 RIGHT",
		// What is named one by one.
		"所提意见分为三类：一是会议多；二是文件长；三是检查频。":         "三类 RIGHT",
		"对甲公司、乙公司、丙公司等3家企业巡察，对丁公司、戊公司2家企业回访。": "3家 RIGHT, 2家 RIGHT",
		"对甲局、乙局、丙局等3家单位巡察，对丁局、戊局2家单位回访。":      "",
		"出台《甲办法》《乙细则》等2项制度，开展检查、督查2次。":        "2项 RIGHT",
		"占前3位的是：甲（20件）、乙（9件）、丙（5件）。":          "3位 RIGHT",
		"发现会议多、文件长等3个问题，邀请人大代表、政协委员等2次视察。":    "",
		// Lists over paragraphs, and behind 其中.
		"共受理各类来件292件。其中：\n甲类来件141件，初审41件；复审99件；延期1件。\n乙类来件62件，对批准、备案的0件；对转办的52件；对直办的10件。\n丙类来件89件。\n检查。共检查41件。": "292件 RIGHT, 141件 RIGHT, 62件 RIGHT",
		"产值5900万元。其中：第一产业500万元。第二产业850万元。其中：工业100万元。第三产业4550万元。\n另有土地9800亩。":                                    "5900万元 RIGHT",
		"幼儿园教师145人；小学教师320人；初中教师165人。全市教职工900人，其中教师630人。":                                                       "630人 RIGHT",
		"全市学校363所，比上年减少3.2%，其中中学93所，学生7334人。小学270所，学生9901人。":                                                    "363所 RIGHT",
		"第一次退回16件35人，第一次重报15件34人；第二次退回1件1人。":                                                                    "",
		// Each year.
		"财政收入由2015年的100亿元增加到2020年的161.05亿元，年均增长10%。":                                 "10% RIGHT",
		"财政收入由2015年的100亿元增加到2020年的161.05亿元，年均增长12%。":                                 "",
		"2021年，在册职工300人，比2012年增加90人，年均增加10人；参保率达62.7%，比2012年提高13.8个百分点，年均提高1.5个百分点。": "10人 RIGHT, 1.5个百分点 RIGHT",
		"2021年，在册职工300人，比2012年增加90人，年均增加15人。":                                        "",
		"三年间，会议由900次减少到600次，年均减少100次，年均下降12.6%。":                                     "100次 RIGHT, 12.6% RIGHT",
		"三公经费合计为1000.87万，其中购置费399.25万元、维护费472.38万元、接待费43.77万元、会议费85.47万元。":           "1000.87万 RIGHT",
	} {
		if got := decided(check(t, c, text, proof.Options{})); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

// In a long text many numbers add up to others: only what stands in one row makes a total, and as finely as that is written.
func TestWhatAddsUpByChance(t *testing.T) {
	t.Parallel()
	c := catalog(t)
	for text, want := range map[string]string{
		"便利店达到108家。\n改造菜场60家，扩建书店20家。\n引进酒店5家。\n培育饭馆23家。":  "",
		"登记商户108家。\n1.餐饮类商户60家。\n2.零售类商户20家。\n3.住宿类商户28家。": "108家 RIGHT",
		"分局受理清单上的90条已经整改16条。市局另列重点12条，东片2条，西片1条，南片1条。":     "",
		"首次实现22个国家、全国31个省全部参会，大赛共有50多个国家参会。":               "",
		"接电6.78万件，受理省级工单1.52万件，较去年同期增长33.4%；受理外地来电1.3万件，增长9.2%。同时，收到感谢来电152件。\n主要反映停车2589件，约占5.1%；噪声1779件，约占3.5%。\n节日期间，受理外地来电1.3万件，增长9.2%。": "",
		"处分2.73万人。处分局级人员1237人，处级人员1.3万人，科级人员1万人，股级人员0.3万人。":                                                                                  "2.73万人 RIGHT",
		"处分2.73万人。处分局级人员1237人，处级人员1.3万人，科级人员0.9万人，股级人员0.3万人。":                                                                                "",
		"命名6家示范企业、2个示范县。":                                "",
		"5个街道和2个社区获奖，9个镇的报告和甲、乙2个县的报告入选。":                "2个 RIGHT",
		"处理来件224件，其中已办97件、在办83件、未办44件，整改12家、处罚10家、立案2件。": "224件 RIGHT",
		"回访抽取的300件，其中有效246件，满意的有240件，一般的有5件，不满意的有1件。":    "246件 RIGHT",
		// Shares in a row are of one total, and each of the nearest would do.
		"受理4415件，有效3942件。累计办结3884件。\n甲类2997件，占76.03%。\n乙类654件，占16.59%。\n丙类5件，占0.13%。":      "76.03% RIGHT, 16.59% RIGHT, 0.13% RIGHT",
		"服务事项41.91万件，接电25.95万件，回访15.96万通。来电中，直办15.85万件，占61.1%；转办10.1万件，占38.9%。省级转来4.77万件。": "25.95万件 RIGHT, 61.1% RIGHT, 38.9% RIGHT",
		"全市工业增长6.0%，装备业和电子业分别增长7.8%和8.7%，增速分别快于全部工业1.8和2.7个百分点。":                           "1.8 RIGHT, 2.7个百分点 RIGHT",
		"全市工业增长6.0%，装备业和电子业分别增长7.8%和8.7%，增速分别快于全部工业1.8和2.8个百分点。":                           "1.8 RIGHT",
	} {
		if got := decided(check(t, c, text, proof.Options{})); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

// Parts of a whole are figures in every way of writing, ages are none, but the mean of them is.
func TestFiguresThatAreFound(t *testing.T) {
	t.Parallel()
	c := catalog(t)
	for text, want := range map[string]string{
		"收案数约占全省的1/4左右，转办占总量1/3以上。":         "1/4左右, 1/3以上",
		"3/5的代表在1/6前到会，占10/8。":              "",
		"产量占全国9成，7成以上外销，其中2.9成走水路。":         "9成, 7成以上",
		"人均预期寿命由78.5岁提高到79.4岁，60岁以上老人免费乘车。": "78.5岁, 79.4岁",
		"开行班列3005列、科考船152航次，建成12英寸产线。":      "3005列, 152航次, 12英寸",
	} {
		findings, err := proof.CheckText(t.Context(), c, read(t, "报告.txt", text), proof.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var list []string
		for _, f := range findings {
			list = append(list, f.Written)
		}
		if got := strings.Join(list, ", "); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

// What is said of each of several counts holds none of them against another; what is left, what each has on average and what adds up follow
// from the counts before them.
func TestEachRestsAveragesAndSums(t *testing.T) {
	t.Parallel()
	c := catalog(t)
	for text, want := range map[string]string{
		"办理人大代表建议265件、政协提案412件，办复率均达100%。":    "",
		"办理人大代表建议265件，政协提案412件，办复率均达99.9%。":   "",
		"办理代表建议52件、委员提案52件，办复率都是100%。":        "",
		"办理代表建议265件、委员提案412件，办复率100%。":        "",
		"办复代表建议265件、委员提案412件，办复率64.3%。":       "",
		"办结工单30件和信访件45件，办结率皆为100%。":           "",
		"主办件18件，协办件24件，按时办结率和满意率均为95%。":       "",
		"完成绿道30条、公园45个，完成率双双达到66.7%。":         "",
		"去年走访企业40家，今年走访商户60家，均增长10%。":         "",
		"受理投诉412件、办结265件，办结率100%。":            "100% WRONG 64.32%",
		"受理投诉412件，办结265件，办结率64.32%。":          "64.32% RIGHT",
		"受理来件60件，办结51件，其余8件在办。":               "8件 WRONG 9件",
		"受理来件60件，办结51件，其余9件在办。":               "60件 RIGHT",
		"接到来件366件，上升3%。本月来件中，受理273件，其余93件转出。": "93件 RIGHT",
		"接到来件366件，上升3%。本月来件中，受理273件，其余94件转出。": "",
		"2023年一季度，办理来件9000件。日均100件，月均3000件。":  "100件 RIGHT, 3000件 RIGHT",
		"审结案件200件，涉及职工500人，案均2.5人。":           "2.5人 RIGHT",
		"审结案件200件，涉及职工500人，案均2.4人。":           "2.4人 WRONG 2.5人",
		"培训20场，参加600人次，其中线下场均35人次。":           "",
		"教育类投诉30件，医疗类投诉40件，合计80件。":            "80件 WRONG 70件",
		"教育类投诉30件，办结教育类投诉20件，合计80件。":          "",
		"东镇走访30家、西镇走访40家，全县共走访80家。":           "",
		"地区生产总值100亿元。其中，第一产业增加值10亿元，增长3%；第二产业增加值30亿元，增长4%；第三产业增加值60亿元，增长5%。": "100亿元 RIGHT",
		"地区生产总值100亿元。其中，第一产业增加值10亿元，增长3%；第二产业增加值30亿元，增长4%；第三产业增加值50亿元，增长5%。": "100亿元 WRONG 90亿元",
		"局长信箱收到来信18件，办结17件；热线信箱收到来信2件，办结2件；两个信箱共收到来信20件，办结19件。":              "20件 RIGHT, 19件 RIGHT",
		"局长信箱收到来信18件，办结17件；热线信箱收到来信2件，办结2件；两个信箱共收到来信20件，办结18件。":              "",
		"共收到投诉90件。东片投诉52件，西片投诉38件。其中，东片投诉占投诉总数的57.8%。":                       "90件 RIGHT, 57.8% RIGHT",
		"地区生产总值（GDP）400亿元，增长3%。民营经济增加值264.8亿元，占GDP的比重为66.2%。":                "66.2% RIGHT",
		"出警40.0万次，其中灭火17.0万次（另有0.2万次空跑），救人11.0万次，合计占总数的70.0%。":               "70.0% RIGHT",
		"出警40.0万次，其中灭火17.0万次（另有0.2万次空跑），救人11.0万次，合计占总数的60.0%。":               "",
		"共接件500件，比上年少20件。其中投诉300件，举报200件。共办结480件，办结率96%。":                    "500件 RIGHT, 96% RIGHT",
		"地区生产总值100亿元，其中第一产业增加值10亿元。":                                         "",
		"会议时间不超过1.5小时，文件不超过8页。":                                              "",
	} {
		if got := decided(check(t, c, text, proof.Options{})); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}
