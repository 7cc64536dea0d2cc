//! A plan for a lone file that says all by itself: an OSM extract.

use crate::domain::Words;

/// The plan for an extract: its name is the city's, `as_of` the day that the caller gives (YYYY-MM-DD). `None` for
/// files that need a plan of their own.
pub fn plan_for(file: &str, as_of: &str) -> Option<String> {
    let name = super::short_name(file);
    let lower = name.to_ascii_lowercase();
    let stem = lower.strip_suffix(".gz").unwrap_or(&lower);
    let ending = [".osm.pbf", ".pbf", ".osm", ".osm.xml"].into_iter().find(|e| stem.ends_with(e))?;
    let title = &name[..stem.len() - ending.len()];
    let title = if title.is_empty() { name } else { title };
    let words = Words::same(title.replace(['_', '-'], " "));
    // A JSON string is a TOML string.
    let quote = |text: &str| serde_json::Value::from(text).to_string();
    Some(format!(
        "[city]\nname = {{ zh = {}, en = {} }}\nas_of = {}\n\n[[city.sources]]\nname = \"OpenStreetMap\"\n\
         licence = \"ODbL 1.0\"\nattribution = \"© OpenStreetMap contributors\"\n\
         url = \"https://www.openstreetmap.org/copyright\"\n\n[[source]]\nfile = {}\nprofile = \"osm\"\n",
        quote(&words.zh),
        quote(&words.en),
        quote(as_of),
        quote(file),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::import::Plan;

    #[test]
    fn extracts_need_no_plan() {
        let plan = plan_for("a/liechten\"stein-latest.osm.pbf", "2024-03-03").unwrap();
        let plan = Plan::parse(&plan).unwrap();
        assert_eq!(plan.city.name.en, "liechten\"stein latest");
        assert_eq!(plan.sources[0].file, "a/liechten\"stein-latest.osm.pbf");
        assert!(plan_for("x.OSM.gz", "2024-03-03").is_some() && plan_for("x.csv", "2024-03-03").is_none());
    }
}
