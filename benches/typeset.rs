//! What breaking lines costs: characters per second, against epaint's own layout of the same text.
//!
//! Ours is everything up to the lines: what is shown of each character, its width, the breaks, the
//! gaps. epaint's also places the glyphs; it is what would be run otherwise.
//!
//! ```text
//! cargo bench --bench typeset
//! ```

#[path = "../src/ui/glyphs.rs"]
#[expect(dead_code, reason = "the reader's own module, of which the widths are wanted here")]
mod glyphs;
#[path = "../src/text/typeset/mod.rs"]
#[expect(dead_code, reason = "the crate's own module, of which the lines are wanted here")]
mod typeset;

use std::{collections::BTreeMap, hint::black_box, sync::Arc};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use eframe::egui::{
    Color32, FontData, FontDefinitions, FontFamily, FontId,
    epaint::text::{Fonts, LayoutJob, TextOptions},
};
// The modules are the crate's own, and ask for its texts by this name.
use quandian::text;
use typeset::Measure;

const SIZE: f32 = 19.0;
const EMS: f32 = 30.0;

/// Paragraphs like those of an article, about a hundred thousand characters.
fn paragraphs() -> Vec<String> {
    let sentences = [
        "街道把闲置的粮站改成党群服务中心,面积扩大到1860平方米,设图书室、调解室和四点半课堂。",
        "“以前开会没地方坐,现在下楼就是活动室。”居民说,谁家水电出了毛病,一个电话就能上门。",
        "区里在产业园设立人才工作站2个,选派专员46名,每周走访企业一次(含线上Zoom走访)。",
        "到五月底,全区签订共建协议214份,其中今年新签37份;资源、需求、项目三张清单按月更新。",
    ];
    let paragraph = |at: usize| (0..3 + at % 5).map(|n| sentences[(at + n) % 4]).collect();
    (0..480).map(paragraph).collect()
}

fn lines(c: &mut Criterion) {
    let data = FontData::from_static(include_bytes!("../fonts/NotoSerifSC-Regular.ttf"));
    let name = || "serif".to_owned();
    let mut fonts = Fonts::new(
        TextOptions::default(),
        FontDefinitions {
            font_data: BTreeMap::from([(name(), Arc::new(data))]),
            families: BTreeMap::from([
                (FontFamily::Proportional, vec![name()]),
                (FontFamily::Monospace, vec![name()]),
            ]),
        },
    );
    let font = FontId::proportional(SIZE);
    let paragraphs = paragraphs();
    let chars: usize = paragraphs.iter().map(|text| text.chars().count()).sum();
    let mut group = c.benchmark_group("lines");
    group.throughput(Throughput::Elements(chars as u64));
    let mut glyphs = glyphs::GlyphWidths::default();
    group.bench_function("ours", |bencher| {
        bencher.iter(|| {
            let mut fonts = fonts.with_pixels_per_point(1.0);
            let measure = Measure {
                width: EMS * SIZE,
                em: SIZE,
                indent: 2.0 * SIZE,
                justify: true,
                goes_on: false,
                spaced: &[],
            };
            for paragraph in &paragraphs {
                let mut chars = text::shown_chars(paragraph, true);
                let widths = glyphs.measure(&mut chars, &font, &mut fonts);
                black_box(typeset::set_whole(&chars, &widths, &[], &measure));
            }
        });
    });
    group.bench_function("epaint", |bencher| {
        bencher.iter(|| {
            for text in &paragraphs {
                let job = LayoutJob::simple(text.clone(), font.clone(), Color32::BLACK, EMS * SIZE);
                black_box(fonts.layout_uncached(1.0, Arc::new(job)));
            }
        });
    });
    group.finish();
}

criterion_group!(benches, lines);
criterion_main!(benches);
