//! Invented names, Chinese first, each with its English form. None is meant to be a real organisation's.

use super::rng::Rng;

/// Two-syllable words that streets, estates and firms are named after.
pub const WORDS: &[(&str, &str)] = &[
    ("建设", "Jianshe"),
    ("和平", "Heping"),
    ("文昌", "Wenchang"),
    ("朝阳", "Chaoyang"),
    ("青年", "Qingnian"),
    ("新华", "Xinhua"),
    ("光明", "Guangming"),
    ("友谊", "Youyi"),
    ("团结", "Tuanjie"),
    ("胜利", "Shengli"),
    ("长兴", "Changxing"),
    ("永安", "Yong'an"),
    ("顺河", "Shunhe"),
    ("草场", "Caochang"),
    ("学府", "Xuefu"),
    ("望江", "Wangjiang"),
    ("板桥", "Banqiao"),
    ("南屏", "Nanping"),
    ("东湖", "Donghu"),
    ("迎宾", "Yingbin"),
    ("井巷", "Jingxiang"),
    ("松岗", "Songgang"),
    ("田园", "Tianyuan"),
    ("关桥", "Guanqiao"),
    ("云岭", "Yunling"),
    ("宏远", "Hongyuan"),
    ("瑞丰", "Ruifeng"),
    ("金穗", "Jinsui"),
    ("安康", "Ankang"),
    ("锦绣", "Jinxiu"),
    ("明德", "Mingde"),
    ("清波", "Qingbo"),
    ("桂香", "Guixiang"),
    ("柳荫", "Liuyin"),
    ("石板", "Shiban"),
    ("盐仓", "Yancang"),
    ("米市", "Mishi"),
    ("鼓楼", "Gulou"),
    ("书院", "Shuyuan"),
    ("绣衣", "Xiuyi"),
    ("梅园", "Meiyuan"),
    ("竹溪", "Zhuxi"),
    ("枫林", "Fenglin"),
    ("白鹭", "Bailu"),
    ("荷塘", "Hetang"),
    ("银杏", "Yinxing"),
    ("春晓", "Chunxiao"),
    ("秋实", "Qiushi"),
    ("晨光", "Chenguang"),
    ("星河", "Xinghe"),
    ("天元", "Tianyuan"),
    ("龙泉", "Longquan"),
    ("凤鸣", "Fengming"),
    ("鹤山", "Heshan"),
    ("紫金", "Zijin"),
    ("翠屏", "Cuiping"),
    ("丹桂", "Dangui"),
    ("碧波", "Bibo"),
    ("沿河", "Yanhe"),
    ("汇通", "Huitong"),
    ("百花", "Baihua"),
    ("富民", "Fumin"),
    ("兴业", "Xingye"),
    ("创新", "Chuangxin"),
    ("科苑", "Keyuan"),
    ("玉兰", "Yulan"),
    ("芳草", "Fangcao"),
    ("太平", "Taiping"),
    ("万寿", "Wanshou"),
    ("仁和", "Renhe"),
    ("西园", "Xiyuan"),
    ("北苑", "Beiyuan"),
    ("南岸", "Nan'an"),
    ("东升", "Dongsheng"),
    ("双塔", "Shuangta"),
    ("莲花", "Lianhua"),
    ("黄桷", "Huangjue"),
    ("红旗", "Hongqi"),
    ("丰收", "Fengshou"),
    ("长虹", "Changhong"),
    ("景明", "Jingming"),
    ("崇文", "Chongwen"),
    ("尚义", "Shangyi"),
    ("厚德", "Houde"),
    ("同心", "Tongxin"),
    ("滨河", "Binhe"),
    ("通济", "Tongji"),
    ("五福", "Wufu"),
    ("三元", "Sanyuan"),
    ("八一", "Bayi"),
];

const FIRST: &[(&str, &str)] = &[
    ("大", "Da"),
    ("小", "Xiao"),
    ("上", "Shang"),
    ("下", "Xia"),
    ("东", "Dong"),
    ("西", "Xi"),
    ("南", "Nan"),
    ("北", "Bei"),
    ("新", "Xin"),
    ("老", "Lao"),
    ("石", "Shi"),
    ("白", "Bai"),
    ("黄", "Huang"),
    ("青", "Qing"),
    ("红", "Hong"),
    ("马", "Ma"),
    ("龙", "Long"),
    ("杨", "Yang"),
    ("李", "Li"),
    ("张", "Zhang"),
    ("王", "Wang"),
    ("陈", "Chen"),
    ("周", "Zhou"),
    ("何", "He"),
    ("罗", "Luo"),
    ("乌", "Wu"),
    ("芦", "Lu"),
    ("桃", "Tao"),
    ("梅", "Mei"),
    ("双", "Shuang"),
    ("三", "San"),
    ("长", "Chang"),
    ("高", "Gao"),
    ("清", "Qing"),
];

const SECOND: &[(&str, &str)] = &[
    ("家湾", "jiawan"),
    ("家坪", "jiaping"),
    ("家冲", "jiachong"),
    ("桥", "qiao"),
    ("河口", "hekou"),
    ("岗", "gang"),
    ("树店", "shudian"),
    ("木埠", "mubu"),
    ("石坡", "shipo"),
    ("沙洲", "shazhou"),
    ("塘", "tang"),
    ("岭", "ling"),
    ("泉", "quan"),
    ("场", "chang"),
    ("垭", "ya"),
    ("坝", "ba"),
    ("洲头", "zhoutou"),
    ("柳村", "liucun"),
    ("庙", "miao"),
    ("屋场", "wuchang"),
];

/// Names for townships and villages, all different, in the order of the seed.
pub fn villages(seed: u64) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = FIRST
        .iter()
        .flat_map(|a| SECOND.iter().map(move |b| (format!("{}{}", a.0, b.0), format!("{}{}", a.1, b.1))))
        .collect();
    shuffle(&mut all, &mut Rng::new(seed, "village names"));
    all
}

/// Names for streets: every word with every ending of its class, all different.
pub struct StreetNames {
    avenues: Vec<(String, String)>,
    streets: Vec<(String, String)>,
    lanes: Vec<(String, String)>,
}

impl StreetNames {
    /// The names of a seed.
    pub fn new(seed: u64) -> Self {
        let mut rng = Rng::new(seed, "street names");
        let mut named = |endings: &[(&str, &str)]| {
            // A first round of plain names, then rounds of longer ones, so that short names come first.
            let mut all = Vec::new();
            for e in endings {
                let mut round: Vec<(String, String)> =
                    WORDS.iter().map(|w| (format!("{}{}", w.0, e.0), format!("{}{}", w.1, e.1))).collect();
                shuffle(&mut round, &mut rng);
                all.extend(round);
            }
            all.reverse();
            all
        };
        Self {
            avenues: named(&[("大道", " Avenue"), ("东大道", " East Avenue")]),
            streets: named(&[
                ("路", " Road"),
                ("东路", " East Road"),
                ("西路", " West Road"),
                ("一路", " 1st Road"),
                ("二路", " 2nd Road"),
                ("三路", " 3rd Road"),
            ]),
            lanes: named(&[
                ("街", " Street"),
                ("巷", " Lane"),
                ("一巷", " 1st Lane"),
                ("二巷", " 2nd Lane"),
                ("三巷", " 3rd Lane"),
                ("四巷", " 4th Lane"),
                ("新街", " New Street"),
                ("里", " Alley"),
            ]),
        }
    }

    /// The next name for a road of that class; none when they have run out.
    pub fn next(&mut self, class: &str) -> Option<(String, String)> {
        match class {
            "primary" => self.avenues.pop(),
            "secondary" | "tertiary" => self.streets.pop(),
            _ => self.lanes.pop(),
        }
    }
}

fn shuffle<T>(list: &mut [T], rng: &mut Rng) {
    for i in (1..list.len()).rev() {
        list.swap(i, rng.below(i + 1));
    }
}

/// A word of the list.
pub fn word(rng: &mut Rng) -> (&'static str, &'static str) {
    *rng.pick(WORDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_is_given_twice() {
        let mut names = StreetNames::new(1);
        let mut seen = std::collections::BTreeSet::new();
        for class in ["primary", "tertiary", "residential"] {
            while let Some((zh, _)) = names.next(class) {
                assert!(seen.insert(zh.clone()), "{zh} twice");
            }
        }
        let villages = villages(1);
        let different: std::collections::BTreeSet<_> = villages.iter().collect();
        assert_eq!(different.len(), villages.len());
    }
}
