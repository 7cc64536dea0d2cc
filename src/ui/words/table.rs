//! One enum of all words. Each theme has a file of its own with a macro, which hands the words of the themes before it
//! and its own to the next; the last, here, makes the enum.

#[macro_use]
mod page;
#[macro_use]
mod planning;
#[macro_use]
mod services;
#[macro_use]
mod ledger;
#[macro_use]
mod inspector;
#[macro_use]
mod taking;
#[macro_use]
mod area;
#[macro_use]
mod crashes;
#[macro_use]
mod rows;
#[macro_use]
mod cities;
#[macro_use]
mod compare;
#[macro_use]
mod beside;
#[macro_use]
mod looks;
#[macro_use]
mod numbers;
#[macro_use]
mod own;
#[macro_use]
mod correct;

macro_rules! words {
    (; $($name:ident $zh:literal $en:literal;)*) => {
        /// A word or sentence of the page.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Word { $(
            #[doc = $zh]
            $name,
        )* }

        impl Word {
            /// Every word.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The Chinese.
            pub const fn zh(self) -> &'static str {
                match self { $(Self::$name => $zh,)* }
            }

            /// The English.
            pub const fn en(self) -> &'static str {
                match self { $(Self::$name => $en,)* }
            }
        }
    };
}

page! { planning services ledger inspector taking area crashes rows cities compare beside looks numbers own correct words; }
