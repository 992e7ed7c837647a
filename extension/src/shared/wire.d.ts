// Written by extension/scripts/write-wire.mjs from helper/inset/server/openapi.yaml: change that one, not this.
/* eslint-disable */

export interface components {
    schemas: {
        readonly Error: {
            readonly code: string;
            readonly message: string;
            readonly hint: string;
            readonly message_told?: components["schemas"]["Told"];
            readonly hint_told?: components["schemas"]["Told"];
        };
        /** @description Which message English words are, for telling them in another language: the texts of Inset's own `words/locales/LANGUAGE/lists.json`, or of another file beside it, by its name, with `$1`, `$2` … filled by the values. A name that none has is that of a count, its first value: NAME_one, NAME_other … Values are text, never markup. It is absent, or null in a list, where the words are of no message. */
        readonly Told: {
            /** @example list_column */
            readonly name: string;
            readonly values: readonly (string | number | components["schemas"]["Told"])[];
        };
        /** @example 990000000001 */
        readonly PhotoId: string;
        /** Format: date-time */
        readonly Time: string;
        /** @description Equal revisions give equal answers. */
        readonly Revision: string;
        readonly Chance: number;
        readonly ErrorRate: number;
        readonly Words: string;
        /** @enum {unknown} */
        readonly Answer: "listed" | "probably_listed" | "not_listed" | "unknown";
        /**
         * @description Photos chosen for training, or a census: nearly all photos that were public.
         * @enum {unknown}
         */
        readonly Kind: "training" | "census";
        readonly Hello: {
            /** @constant */
            readonly name: "inset";
            /** @constant */
            readonly api: 1;
            readonly version: string;
            /** @description Whether a training set can be asked; a census says only what was public. */
            readonly ready: boolean;
        };
        readonly LookupQuestion: {
            /**
             * @description Photo IDs, or addresses of photos, images or short links, in any mixture.
             * @example [
             *       "990000000001",
             *       "https://www.flickr.com/photos/sample-user/990000000002/"
             *     ]
             */
            readonly photos: readonly string[];
        };
        readonly Lookup: {
            readonly revision: components["schemas"]["Revision"];
            /** @description The training sets that were asked. */
            readonly datasets: readonly string[];
            /** @description The censuses that were asked. */
            readonly censuses: readonly string[];
            /** @description Who could not be asked. */
            readonly unavailable: readonly string[];
            readonly listed: {
                readonly [key: string]: readonly components["schemas"]["DatasetAnswer"][];
            };
            /** @description What censuses list. It was public, which says nothing of training. */
            readonly public: {
                readonly [key: string]: readonly components["schemas"]["DatasetAnswer"][];
            };
            /** @description Of each address that was sent, the ID of the photo that it names; `listed` and `public` have IDs alone. */
            readonly named: {
                readonly [key: string]: components["schemas"]["PhotoId"];
            };
            /** @description What names no photo. */
            readonly invalid: readonly string[];
        };
        readonly DatasetAnswer: {
            readonly dataset: string;
            /** @enum {unknown} */
            readonly answer: "listed" | "probably_listed";
            /** @description How likely it is true; with `probably_listed`. */
            readonly chance?: components["schemas"]["Chance"];
            /**
             * @description Somebody else made the dataset, and no signature was verified; absent otherwise.
             * @constant
             */
            readonly unvouched?: true;
        };
        readonly Photo: {
            readonly revision: components["schemas"]["Revision"];
            readonly photo_id: components["schemas"]["PhotoId"];
            /** @description Of the training sets. `unknown`: none lists it that could be asked, and some could not, or there is none. */
            readonly answer: components["schemas"]["Answer"];
            /** @description Training sets that list it. */
            readonly datasets: readonly components["schemas"]["PhotoInDataset"][];
            /** @description Censuses that list it: it was public. */
            readonly censuses: readonly components["schemas"]["PhotoInDataset"][];
            readonly unavailable: readonly string[];
        };
        readonly PhotoInDataset: {
            readonly dataset: string;
            /** @enum {unknown} */
            readonly answer: "listed" | "probably_listed";
            readonly chance?: components["schemas"]["Chance"];
            /** @description Of the dataset's filter. */
            readonly false_positive_rate?: number;
            /** @description NSID, or name in Flickr's addresses, as the manifest gave it. */
            readonly owner: string | null;
            /** @description What the manifest calls the account, where it gives a name. Names are not unique, and change. */
            readonly owner_names?: readonly string[];
            readonly licence: components["schemas"]["LicenceFacts"] | null;
        };
        /** @description As the manifest gave it. Without an `id` the name is in the manifest's own words. */
        readonly LicenceFacts: {
            readonly id: number | null;
            readonly name: string;
            readonly url?: string;
            readonly commercial?: boolean | null;
            readonly derivatives?: boolean | null;
            readonly attribution?: boolean | null;
        };
        /** @description Accounts are the same only where their NSIDs, or their names in Flickr's addresses, are; nothing is merged on a guess. */
        readonly Candidates: {
            readonly revision: components["schemas"]["Revision"];
            /** @description Those that were given by NSID or address first, then those with the most photos in training sets. */
            readonly candidates: readonly components["schemas"]["Candidate"][];
            /** @description How many more there are. */
            readonly left_out: number;
            /** @description What a person must know to choose; null where nothing was found by a name. */
            readonly note: string | null;
            /** @description Datasets that name no accounts. Nothing is said of them. */
            readonly without_accounts: readonly string[];
            /** @description Datasets that name no names. A name finds nothing in them. */
            readonly without_names: readonly string[];
            readonly unavailable: readonly string[];
        };
        readonly Candidate: {
            /** @description Its NSID, or its name in Flickr's addresses; null where only names are known: then it stands for the photos of one dataset with these names, which may be several accounts'. */
            readonly account: string | null;
            /** @enum {unknown} */
            readonly known_by: "nsid" | "address_name" | "name";
            /**
             * @description Why it may be meant: its NSID or address was given, a photo that is listed as its own was, or a dataset or its addresses call it by the name.
             * @enum {unknown}
             */
            readonly because: "account" | "photo" | "name";
            /** @description What the datasets call it. */
            readonly names: readonly string[];
            /** @description Training sets that list photos of it. */
            readonly datasets: readonly components["schemas"]["PhotosIn"][];
            /** @description Censuses that do, counted apart. */
            readonly censuses: readonly components["schemas"]["PhotosIn"][];
            readonly years: components["schemas"]["Years"] | null;
            readonly photos: readonly components["schemas"]["PhotoLink"][];
        };
        readonly PhotosIn: {
            readonly dataset: string;
            readonly photos: number;
        };
        /** @description When the photos were uploaded, as their IDs tell it, about; null where they do not. */
        readonly Years: {
            readonly first: number;
            readonly last: number;
        };
        readonly PhotoLink: {
            readonly photo_id: components["schemas"]["PhotoId"];
            readonly url: string;
        };
        readonly Account: {
            readonly revision: components["schemas"]["Revision"];
            /** @description The account. */
            readonly owner: string;
            /** @description Training sets that name accounts. */
            readonly datasets: readonly components["schemas"]["AccountDataset"][];
            /** @description Censuses that name accounts, counted apart; their photos are not listed. */
            readonly censuses: readonly components["schemas"]["AccountDataset"][];
            /** @description Training sets that name no accounts. Nothing is said of them. */
            readonly without_owners: readonly string[];
            /** @description Censuses that name no accounts. */
            readonly censuses_without_owners: readonly string[];
            readonly unavailable: readonly string[];
            readonly photos: readonly components["schemas"]["AccountPhoto"][];
            /** @description The cursor of the next page. */
            readonly next: components["schemas"]["PhotoId"] | null;
        };
        readonly AccountDataset: {
            readonly dataset: string;
            readonly photos: number;
        };
        readonly AccountPhoto: {
            readonly photo_id: components["schemas"]["PhotoId"];
            readonly datasets: readonly string[];
        };
        /** @description Lines, each a `CheckLine`. */
        readonly CheckLines: string;
        /**
         * @description One line of a question: a photo's ID or address as text; an account; a list that was uploaded, which the readers
         *     of manifests read, and which is then removed; a watch; or a file of a Flickr data export, whole or by its name alone.
         */
        readonly CheckLine: string | {
            /** @description An NSID, or the address of a profile, photostream or album; see GET /v1/accounts for names. */
            readonly account: string;
        } | {
            /** @description A name of an account of which a dataset knows only names, as GET /v1/accounts gives it. */
            readonly name: string;
            readonly dataset: string;
        } | {
            /** @description An upload's ID. */
            readonly upload: string;
        } | {
            /** @description A watch's ID: all of its photos. */
            readonly watch: string;
        } | {
            /** @description Its name. */
            readonly file: string;
            /** @description The name of the zip that it is in, which may tell that it is a photo's. */
            readonly archive?: string;
        } | {
            readonly file: string;
            /** @description Its content, for the JSON files that an export consists of. */
            readonly text: string;
        } | {
            readonly file: string;
            /** @description Its content as it lies in the zip (DEFLATE). */
            readonly deflated: string;
            /** @description Of the content. */
            readonly bytes: number;
            /** @description Of the content. */
            readonly crc32: number;
        };
        readonly Check: {
            readonly id: string;
            /**
             * @description `open`: more lines are to come.
             * @enum {unknown}
             */
            readonly state: "open" | "answered";
            /** @description Whether the report is kept on the disk. */
            readonly kept: boolean;
            readonly report: components["schemas"]["CheckReport"] | null;
        };
        /** @description What `inset check --json` prints, but for the photos. Counts are of distinct photos. */
        readonly CheckReport: {
            readonly checked: number;
            readonly listed: number;
            readonly probably_listed: number;
            /** @description How many of `probably_listed` only filters name which are more often wrong than right. */
            readonly unlikely: number;
            /** @description Training sets that were asked, those that list most first. */
            readonly datasets: readonly components["schemas"]["CheckDataset"][];
            /** @description Censuses that were asked; never part of a count. */
            readonly censuses: readonly components["schemas"]["CheckDataset"][];
            readonly by_year: readonly components["schemas"]["CheckYear"][];
            readonly by_album: readonly components["schemas"]["CheckAlbum"][];
            /** @description What the person asked with says of licences today. */
            readonly by_licence: readonly components["schemas"]["CheckLicence"][];
            /** @description What the datasets said of licences when they were made. */
            readonly by_list_licence: readonly components["schemas"]["CheckLicence"][];
            readonly asked: readonly components["schemas"]["CheckAsked"][];
            readonly limits: components["schemas"]["CheckLimits"];
            readonly made_at: components["schemas"]["Time"];
            readonly inset_version: string;
            readonly revision: components["schemas"]["Revision"];
        };
        readonly CheckDataset: {
            readonly dataset: string;
            /** @description Photos that it lists for certain. */
            readonly listed: number;
            /** @description Photos that its filter lets by. */
            readonly probably_listed: number;
            /** @description How likely one of these is true; null for a dataset with a list. */
            readonly chance: components["schemas"]["Chance"] | null;
            /** @description How many photos a filter lets by wrongly among as many unlisted ones as were checked. */
            readonly expected_false: number | null;
            readonly kind: components["schemas"]["Kind"];
            readonly run: string;
            readonly built_at: components["schemas"]["Time"];
            readonly photos: number;
            readonly title: string | null;
            readonly publisher: string | null;
            readonly purpose: string | null;
            readonly year: number | null;
            readonly withdrawn: boolean | null;
            readonly withdrawn_when: string | null;
            readonly page: string | null;
            readonly opt_out: components["schemas"]["AboutOptOut"] | null;
            readonly note: string | null;
            readonly licences: readonly components["schemas"]["CheckLicence"][];
            /** @description Where and when the files of its list were obtained, in words; empty where nobody noted it. */
            readonly obtained: readonly string[];
            /** @description Where it came from; null where it was built on this computer. */
            readonly origin: components["schemas"]["DatasetOrigin"] | null;
        };
        /** @description A licence's name is null where nothing is said; what it allows, where that is not known. */
        readonly CheckLicence: {
            readonly licence: string | null;
            readonly commercial: boolean | null;
            readonly derivatives: boolean | null;
            readonly attribution: boolean | null;
            readonly listed: number;
            readonly probably_listed: number;
            readonly checked: number | null;
        };
        readonly CheckYear: {
            readonly year: number | null;
            readonly checked: number;
            readonly listed: number;
            readonly probably_listed: number;
        };
        /** @description A photo in two albums counts in both; `album` is null for those in none. */
        readonly CheckAlbum: {
            readonly album: string | null;
            readonly checked: number;
            readonly listed: number;
            readonly probably_listed: number;
        };
        /** @description One thing that was asked about. */
        readonly CheckAsked: {
            /** @enum {unknown} */
            readonly kind: "account" | "export" | "list" | "photo";
            readonly name: string;
            readonly photos: number;
            readonly account: string | null;
            /** @description How many photos it says that there are. */
            readonly photos_said: number | null;
            readonly gaps: readonly components["schemas"]["CheckGap"][];
        };
        /** @description Something that the check cannot answer for. */
        readonly CheckGap: {
            readonly what: string;
            readonly words: string;
            readonly count: number | null;
            readonly examples: readonly string[];
        };
        /** @description What the report cannot know. */
        readonly CheckLimits: {
            /** @description No training set could be asked, so nothing may be said of any photo. */
            readonly no_training_set: boolean;
            /** @description Datasets that the catalog knows and nobody has built here. */
            readonly not_in_library: readonly components["schemas"]["CheckNotInLibrary"][];
            /** @description Where an account was asked about, datasets that name none. */
            readonly without_accounts: readonly string[];
            readonly unavailable: readonly components["schemas"]["CheckUnavailable"][];
            readonly gaps: readonly components["schemas"]["CheckGap"][];
        };
        readonly CheckNotInLibrary: {
            readonly dataset: string;
            readonly title: string;
            readonly photos: number | null;
        };
        readonly CheckUnavailable: {
            readonly dataset: string;
            readonly code: string;
            readonly message: string;
        };
        readonly CheckPhotos: {
            readonly photos: readonly components["schemas"]["CheckPhoto"][];
            /** @description Of all pages. */
            readonly total: number;
            /** @description Of all pages, the photos with a `picture`. */
            readonly pictures: number;
            /** @description The cursor of the next page. */
            readonly next: number | null;
        };
        /** @description A photo that a training set lists, or seems to. */
        readonly CheckPhoto: {
            readonly photo_id: components["schemas"]["PhotoId"];
            /** @enum {unknown} */
            readonly answer: "listed" | "probably_listed";
            /** @description That list it for certain. */
            readonly datasets: readonly string[];
            /** @description That seem to. */
            readonly probably: readonly string[];
            readonly year: number | null;
            readonly title: string | null;
            readonly licence: string | null;
            readonly albums: readonly string[];
            readonly video: boolean;
            /** @description Where a picture of it is, if an address of one stood in what was asked with. Kept in memory only; the helper never loads it. */
            readonly picture: components["schemas"]["PhotoPicture"] | null;
        };
        readonly PhotoPicture: {
            readonly url: string;
            /** @description At most 240 pixels wide and high; else it may be the original, of several megabytes. */
            readonly small: boolean;
        };
        readonly CheckList: {
            readonly checks: readonly components["schemas"]["CheckSummary"][];
        };
        readonly CheckSummary: {
            readonly id: string;
            readonly made_at: components["schemas"]["Time"];
            readonly kept: boolean;
            /** @description Names of what was asked about. */
            readonly asked: readonly string[];
            readonly checked: number;
            readonly listed: number;
            readonly probably_listed: number;
            /** @description How many of `probably_listed` only filters name which are more often wrong than right. */
            readonly unlikely: number;
        };
        readonly CheckForgotten: {
            readonly forgotten: string;
        };
        readonly LetterWishes: {
            readonly role: components["schemas"]["LetterRole"];
            readonly language: components["schemas"]["LetterLanguage"];
        };
        readonly MailWishes: {
            readonly role: components["schemas"]["LetterRole"];
            readonly language: components["schemas"]["LetterLanguage"];
            /** @description One that the letter is about. */
            readonly dataset: string;
            readonly subject: string;
            readonly body: string;
        };
        /**
         * @description The person took the photos, or is shown in them.
         * @enum {unknown}
         */
        readonly LetterRole: "author" | "shown";
        /** @enum {unknown} */
        readonly LetterLanguage: "de" | "en" | "es" | "fr" | "it" | "ja" | "ko" | "nl" | "pl" | "pt" | "zh_CN" | "zh_TW";
        readonly CheckLetters: {
            readonly letters: readonly components["schemas"]["CheckLetter"][];
        };
        readonly CheckLetter: {
            readonly recipient: string;
            /** @enum {unknown} */
            readonly way: "form" | "mail" | "host" | "discussion" | "page" | "unknown";
            readonly mail: string | null;
            readonly url: string | null;
            readonly datasets: readonly string[];
            /**
             * @description Rights over personal data, goodwill, or the host's own policy.
             * @enum {unknown}
             */
            readonly basis: "data" | "goodwill" | "host";
            readonly subject: string;
            readonly body: string;
            /** @description The photos, where they are many. */
            readonly photo_list: string;
            /** Format: date */
            readonly answer_by: string;
            /** @description What is left to fill in. */
            readonly blanks: readonly string[];
            /** @description A text without anything private, where the recipient's place is public. */
            readonly post: string;
            readonly advice: readonly string[];
            /** @description The same for other languages. */
            readonly advice_told: readonly components["schemas"]["Told"][];
        };
        readonly LetterSent: {
            /** @description A check's ID. */
            readonly check: string;
            readonly role: components["schemas"]["LetterRole"];
            readonly language: components["schemas"]["LetterLanguage"];
            /** @description One that the letter is about. */
            readonly dataset: string;
        };
        readonly LoggedLetters: {
            readonly letters: readonly components["schemas"]["LoggedLetter"][];
        };
        readonly LoggedLetter: {
            readonly id: string;
            /** Format: date */
            readonly asked_on: string;
            /**
             * Format: date
             * @description The date that the letter names.
             */
            readonly answer_by: string;
            /**
             * Format: date
             * @description When the person noted an answer.
             */
            readonly answered_on: string | null;
            /** @description No answer is noted, and the date is over. */
            readonly overdue: boolean;
            readonly recipient: string;
            readonly mail: string | null;
            readonly url: string | null;
            readonly role: components["schemas"]["LetterRole"];
            /** @enum {unknown} */
            readonly basis: "data" | "goodwill" | "host";
            /** @description For each dataset that it is about, what has become of the photos. */
            readonly standing: readonly components["schemas"]["LetterStanding"][];
        };
        readonly LetterStanding: {
            readonly dataset: string;
            /**
             * @description `same_list`: not built from another list since, so nothing can be said.
             * @enum {unknown}
             */
            readonly state: "built_since" | "same_list" | "not_published";
            /** @description The run that was asked now. */
            readonly run: string | null;
            /** @description Photos that the letter was about. */
            readonly asked: number;
            /** @description Those that the list names no more, with `built_since`. */
            readonly gone: number | null;
            /** @description Of those that are left, a list says so; else a filter, with a chance. */
            readonly certain: boolean;
            readonly gone_photos: readonly components["schemas"]["PhotoId"][];
        };
        readonly LetterForgotten: {
            readonly forgotten: string;
        };
        readonly WatchWish: {
            /** @description A check's ID. */
            readonly check: string;
            /** @description What to call it; what was asked about, if left out. What cannot be seen, such as control characters, becomes a blank. */
            readonly name?: string | null;
        };
        readonly WatchList: {
            readonly watches: readonly components["schemas"]["WatchFacts"][];
        };
        readonly WatchFacts: {
            readonly id: string;
            readonly name: string;
            /** @description `account`, `export`, `list` or `photo`. */
            readonly kind: string;
            /** @description An account whose photos are found anew after each build. */
            readonly account: string | null;
            /** @description How many are remembered. */
            readonly photos: number;
            /** @description Distinct photos that some training set lists for certain. */
            readonly listed: number;
            /** @description Those that none lists for certain, and some filter lets by. */
            readonly probably_listed: number;
            /** @description How many of `probably_listed` only filters name which are more often wrong than right. */
            readonly unlikely: number;
            readonly added_at: components["schemas"]["Time"];
            readonly checked_at: components["schemas"]["Time"];
            readonly datasets: readonly components["schemas"]["WatchDataset"][];
            /** @description What has changed and has not been seen, oldest first. */
            readonly news: readonly components["schemas"]["WatchNews"][];
        };
        readonly WatchDataset: {
            readonly dataset: string;
            readonly run: string;
            readonly listed: number;
            readonly probably_listed: number;
            /** @description How likely one of `probably_listed` is true; null for a dataset with a list. */
            readonly chance: components["schemas"]["Chance"] | null;
        };
        readonly WatchNews: {
            readonly watch: string;
            readonly dataset: string;
            /** @description The run that was asked before; null where the dataset was not here. The same as `run` where another list named more photos of the account. */
            readonly since: string | null;
            readonly run: string;
            /** @description The new photos are listed for certain; else only a filter names them. */
            readonly certain: boolean;
            readonly new: readonly components["schemas"]["PhotoId"][];
            readonly gone: readonly components["schemas"]["PhotoId"][];
            readonly noticed_at: components["schemas"]["Time"];
            /** @description How likely one of the new photos is true; null where they are certain. */
            readonly chance: components["schemas"]["Chance"] | null;
        };
        readonly WatchForgotten: {
            readonly forgotten: string;
        };
        readonly SubscriptionList: {
            readonly subscriptions: readonly components["schemas"]["Subscription"][];
            /** @description Those whose state cannot be read, and why. */
            readonly damaged: readonly {
                readonly id: string;
                readonly code: string;
                readonly message: string;
                readonly hint: string;
                readonly message_told?: components["schemas"]["Told"];
                readonly hint_told?: components["schemas"]["Told"];
            }[];
        };
        readonly Subscription: {
            readonly id: string;
            readonly address: string;
            /** @description The SHA-256 of the root that the person began with: who the publisher is. */
            readonly root: string;
            readonly added_at: components["schemas"]["Time"];
            /** @description The datasets that are wanted; empty for all. */
            readonly only: readonly string[];
            /** @description As the publisher calls it, which nobody has verified. */
            readonly title: string | null;
            /** @description When what the publisher says was last verified. */
            readonly checked_at: components["schemas"]["Time"] | null;
            readonly tried_at: components["schemas"]["Time"] | null;
            /** @description Until when what they said counts. */
            readonly good_until: components["schemas"]["Time"] | null;
            /** @enum {unknown} */
            readonly state: "fresh" | "failed" | "stale" | "new";
            readonly datasets: readonly components["schemas"]["FollowedDataset"][];
            /** @description Why the last try failed. */
            readonly error: components["schemas"]["Error"] | null;
            readonly failed_at: components["schemas"]["Time"] | null;
            readonly updating: boolean;
        };
        readonly FollowedDataset: {
            /** @description The publisher's name of it. */
            readonly name: string;
            /** @description Its name here. */
            readonly dataset: string;
            /** @description The publisher's name of the run that is here. */
            readonly run: string;
            /** @description The SHA-256 of its pack. */
            readonly pack: string;
            readonly photos: number;
            readonly updated_at: components["schemas"]["Time"];
            /** @description Whether the publisher still offers it. */
            readonly offered: boolean;
        };
        readonly SubscriptionUpdating: {
            readonly updating: string;
        };
        readonly Unsubscribed: {
            readonly unsubscribed: string;
        };
        /** @description Distinct photos of all watches. What came and went again before it was seen is not counted. */
        readonly Changes: {
            /** @description A list names them now and did not before. */
            readonly new: number;
            /** @description Only a filter names them. */
            readonly probably_new: number;
            /** @description How many of `probably_new` only filters name which are more often wrong than right. */
            readonly unlikely_new: number;
            readonly gone: number;
        };
        readonly EvidenceQuestion: {
            readonly photos: readonly components["schemas"]["PhotoId"][];
        };
        readonly EvidenceAnswer: {
            readonly photos: readonly components["schemas"]["Evidence"][];
        };
        readonly Evidence: {
            readonly photo_id: components["schemas"]["PhotoId"];
            readonly datasets: readonly components["schemas"]["Listing"][];
            readonly censuses: readonly components["schemas"]["Listing"][];
            readonly asked: readonly string[];
            readonly asked_censuses: readonly string[];
            readonly unavailable: {
                readonly [key: string]: components["schemas"]["Error"];
            };
            readonly made_at: components["schemas"]["Time"];
            readonly inset_version: string;
            /** @description What none of this proves, in sentences. */
            readonly proves_not: readonly string[];
        };
        /** @description What one list says of a photo; docs/EVIDENCE.md explains it. What is not known is left out. */
        readonly Listing: {
            readonly dataset: string;
            /** @enum {unknown} */
            readonly answer: "listed" | "probably_listed";
            /** @description The manifest's file. */
            readonly source: string | null;
            readonly sha256: string | null;
            /** @description From 1, with the header as 1 where there is one. */
            readonly rows: readonly number[];
            readonly run: string;
            readonly built_at: components["schemas"]["Time"];
            readonly inset_version: string;
            /** @description What the numbers count. */
            readonly counts?: string;
            readonly member?: string;
            readonly part?: string;
            readonly reader?: string;
            readonly column?: string;
            readonly bytes?: number;
            readonly obtained?: string;
            readonly chance?: components["schemas"]["Chance"];
            readonly title?: string;
            readonly publisher?: string;
            readonly trouble?: string;
            readonly origin?: components["schemas"]["DatasetOrigin"];
        };
        readonly DatasetList: {
            readonly revision: components["schemas"]["Revision"];
            readonly datasets: readonly components["schemas"]["Dataset"][];
            readonly unavailable: readonly components["schemas"]["DatasetUnavailable"][];
        };
        readonly Dataset: {
            readonly name: string;
            readonly kind: components["schemas"]["Kind"];
            readonly run: string;
            readonly built_at: components["schemas"]["Time"];
            readonly photos: number;
            readonly rows: number;
            readonly rejected: number;
            readonly duplicates: number;
            /** @description Whether every answer is confirmed in a list. */
            readonly exact: boolean;
            /** @description Photos whose owner or licence is known. */
            readonly details: number;
            readonly false_positive_rate: number;
            readonly chance: components["schemas"]["Chance"] | null;
            readonly bytes: number;
            readonly sources: readonly components["schemas"]["DatasetSource"][];
            /** @description What the catalog said of it when it was built. */
            readonly about: components["schemas"]["About"] | null;
            /** @description Where it came from; null where it was built on this computer. */
            readonly origin: components["schemas"]["DatasetOrigin"] | null;
        };
        /** @description Where a dataset came from that somebody else built. Its publisher wrote `dataset`, `run` and `publisher`, and with them the dataset's `built_at`, `sources` and `about`: show them as theirs. */
        readonly DatasetOrigin: {
            /** @description The publisher's name for it, which may be another than here. */
            readonly dataset: string;
            readonly run: string;
            /** @description The SHA-256 of the publisher's dataset.json. */
            readonly descriptor: string;
            /** @description The SHA-256 of the pack's file. */
            readonly pack: string | null;
            /** @description The key that signed it. Null where no signature was verified */
            readonly signed_by: string | null;
            /**
             * @description How the signature was verified.
             * @enum {unknown}
             */
            readonly how: "minisign" | "tuf" | null;
            /** @description The publisher's own words for who they are, which nobody has verified. */
            readonly publisher: string | null;
            /** @description From where it was fetched, http or https; null for a file that was handed over. */
            readonly address: string | null;
            readonly unpacked_at: components["schemas"]["Time"];
        };
        /** @description What the catalog says of a dataset. What is not known is null. */
        readonly About: {
            readonly title: string;
            readonly publisher: string;
            readonly purpose: string;
            /** @description Of publication. */
            readonly year: number | null;
            readonly page: string | null;
            readonly paper: string | null;
            readonly opt_out: components["schemas"]["AboutOptOut"] | null;
            /** @description Whether its publisher has withdrawn it. */
            readonly withdrawn: boolean | null;
            /** @description A year, month or day. */
            readonly withdrawn_when: string | null;
            readonly note: string | null;
            /** @description When this was last compared with its sources. */
            readonly checked: string;
            readonly contact: components["schemas"]["AboutContact"] | null;
            /** @description Its publisher offers general-purpose AI models, as far as is known. */
            readonly model_provider: boolean;
        };
        /** @description How a person gets their photos out of a dataset. */
        readonly AboutOptOut: {
            readonly how: string;
            readonly url: string | null;
            readonly mail: string | null;
            /**
             * @description A form of the publisher's; a mail to them; the takedown policy of whoever hosts the photos; a public discussion.
             * @enum {unknown}
             */
            readonly way: "form" | "mail" | "host" | "discussion" | null;
            /** @description A tag on Flickr that keeps the photo out of later versions. */
            readonly tag: string | null;
            /** @description What they want to be told. */
            readonly asks_for: readonly ("links" | "account" | "user_name" | "text")[];
            /** @description Whose requests; empty when they have not said. */
            readonly accepts: readonly ("author" | "shown")[];
        };
        /** @description Where the authors can be reached, where no way out is known. */
        readonly AboutContact: {
            readonly mail: string | null;
            readonly url: string | null;
        };
        readonly DatasetSource: {
            readonly name: string;
            readonly bytes: number;
            /** @description Null for a file that lies elsewhere and was read in part: `obtained` says which version it was. */
            readonly sha256: string | null;
            readonly reader: string;
            /** @description What of a row gave the photo, in words. */
            readonly column: string | null;
            /** @description Where and when somebody got the file, in words. */
            readonly obtained: string | null;
        };
        readonly DatasetUnavailable: {
            readonly name: string;
            readonly code: string;
            readonly message: string;
            readonly hint: string;
            readonly message_told?: components["schemas"]["Told"];
            readonly hint_told?: components["schemas"]["Told"];
        };
        readonly DatasetRemoved: {
            readonly removed: string;
        };
        readonly Profile: {
            readonly dataset: string;
            readonly run: string;
            /** @description Null where the run keeps no list. */
            readonly ids: components["schemas"]["IdSpread"] | null;
            readonly licences: readonly components["schemas"]["LicenceCount"][];
            /** @description Photos of all further licences. */
            readonly other_licences: number;
            /** @description Distinct accounts. */
            readonly owners: number | null;
        };
        /** @description IDs are given out in order, so they tell roughly when a photo was uploaded. */
        readonly IdSpread: {
            readonly first: number;
            readonly last: number;
            readonly width: number;
            readonly counts: readonly number[];
        };
        readonly LicenceCount: {
            readonly id: number | null;
            readonly name: string | null;
            readonly photos: number;
        };
        readonly Catalog: {
            /** @description When its facts were last compared with their sources. */
            readonly checked: string;
            readonly entries: readonly components["schemas"]["CatalogEntry"][];
        };
        /** @description A known dataset. What is not known is left out. */
        readonly CatalogEntry: {
            readonly name: string;
            readonly kind: components["schemas"]["Kind"];
            readonly title: string;
            readonly publisher: string;
            readonly purpose: string;
            /**
             * @description Who gets its manifest.
             * @enum {unknown}
             */
            readonly access: "free" | "agreement" | "not_public";
            /**
             * @description Whether every photo that it lists is Flickr's.
             * @enum {unknown}
             */
            readonly flickr?: "all" | "part";
            readonly year?: number;
            readonly photos?: number;
            /** @description What that number counts where it is not photos. */
            readonly photos_note?: string;
            readonly page?: string;
            readonly paper?: string;
            /** @description How to get the manifest, or whom to ask for it. */
            readonly obtain?: string;
            /** @description Whether its manifest tells which photos it holds; where it is false, nobody can build it. */
            readonly names_photos?: boolean;
            readonly opt_out?: components["schemas"]["CatalogOptOut"];
            readonly contact?: components["schemas"]["CatalogContact"];
            readonly status?: components["schemas"]["CatalogStatus"];
            /** @description Whether a program can download its manifest. */
            readonly fetchable: boolean;
            readonly why_not_fetchable?: components["schemas"]["Error"];
            readonly download?: components["schemas"]["CatalogDownload"];
            /** @description Whether it is published here. */
            readonly published: boolean;
        };
        /** @description How much a program downloads for it, as far as that is known. */
        readonly CatalogDownload: {
            readonly files: number;
            /** @description Of those files whose size is known. */
            readonly bytes: number;
            /** @description Whether none of these sizes is rounded. */
            readonly exact: boolean;
            /** @description Whether the size of every file is known. */
            readonly complete: boolean;
        };
        /** @description How a person gets their photos out of a dataset. */
        readonly CatalogOptOut: {
            readonly how: string;
            readonly page?: string;
            readonly mail?: string;
            /** @enum {unknown} */
            readonly way?: "form" | "mail" | "host" | "discussion";
            readonly tag?: string;
            readonly asks_for?: readonly ("links" | "account" | "user_name" | "text")[];
            readonly accepts?: readonly ("author" | "shown")[];
        };
        /** @description Where the authors can be reached, where no way out is known. */
        readonly CatalogContact: {
            readonly mail?: string;
            readonly page?: string;
        };
        readonly CatalogStatus: {
            /** @description Whether its publisher has withdrawn it. */
            readonly withdrawn: boolean;
            /** @description A year, month or day. */
            readonly when?: string;
            readonly note?: string;
        };
        readonly UploadFacts: {
            readonly id: string;
            /** @description Its name as it was made safe for every system. */
            readonly file: string;
            readonly bytes: number;
        };
        readonly UploadRemoved: {
            readonly removed: string;
        };
        readonly Explanation: {
            readonly sources: readonly components["schemas"]["ExplainedSource"][];
            readonly passed_over: components["schemas"]["PassedOver"];
        };
        /** @description How one file would be read. */
        readonly ExplainedSource: {
            readonly name: string;
            readonly reader: string;
            /** @description One sentence a reason. */
            readonly why: readonly string[];
            /** @description The same for other languages. */
            readonly why_told: readonly (components["schemas"]["Told"] | null)[];
            readonly rows: readonly components["schemas"]["ExplainedRow"][];
        };
        readonly ExplainedRow: {
            /** @description The row as it stands in the file; empty where it has no text. */
            readonly text: string;
            readonly photo_ids: readonly components["schemas"]["PhotoId"][];
            readonly owner: string | null;
            readonly licence: string | null;
            /** @description What the account is called. */
            readonly names: readonly string[];
        };
        /** @description Files that hold no photos that can be read. */
        readonly PassedOver: {
            readonly count: number;
            readonly reasons: readonly components["schemas"]["PassedOverReason"][];
        };
        readonly PassedOverReason: {
            readonly reason: string;
            /** @description The same for other languages; absent from builds of older versions. */
            readonly told?: components["schemas"]["Told"] | null;
            readonly count: number;
            /** @description The first few. */
            readonly names: readonly string[];
        };
        /**
         * Format: binary
         * @description The file's bytes.
         */
        readonly Manifest: string;
        /**
         * @description Where a manifest can be downloaded: https, without a user's name.
         * @example https://example.org/list.csv.gz
         */
        readonly ManifestAddress: string;
        readonly AddressSize: {
            /** @description The name that the file gets. */
            readonly file: string;
            /** @description Null where its server does not say. */
            readonly bytes: number | null;
        };
        readonly BuildOrder: {
            /** @description An upload's ID. */
            readonly upload: string;
            readonly reader?: components["schemas"]["Words"] | null;
            readonly column?: components["schemas"]["Words"] | null;
            readonly error_rate?: components["schemas"]["ErrorRate"] | null;
            /** @default false */
            readonly filter_only?: boolean;
            readonly kind?: components["schemas"]["Kind"] | null;
        } | {
            readonly address: components["schemas"]["ManifestAddress"];
            readonly reader?: components["schemas"]["Words"] | null;
            readonly column?: components["schemas"]["Words"] | null;
            readonly error_rate?: components["schemas"]["ErrorRate"] | null;
            /** @default false */
            readonly filter_only?: boolean;
            readonly kind?: components["schemas"]["Kind"] | null;
        } | {
            /** @description The dataset's own name, as the catalog has it. */
            readonly catalog: string;
        } | {
            /**
             * @description The bundled made-up dataset, under its own name, inset-sample.
             * @constant
             */
            readonly sample: true;
        };
        readonly BuildKey: string;
        readonly Build: {
            readonly id: components["schemas"]["BuildKey"];
            readonly dataset: string;
            readonly source: components["schemas"]["BuildSource"];
            /** @enum {unknown} */
            readonly state: "queued" | "running" | "published" | "failed" | "cancelled";
            /** @enum {unknown} */
            readonly phase: "downloading" | "waiting" | "looking" | "reading" | "merging" | "writing" | "verifying" | "publishing" | null;
            readonly rows: number;
            readonly bytes_read: number;
            /** @description 0 where nobody knows it. */
            readonly bytes_total: number;
            readonly bytes_per_second: number | null;
            readonly seconds_left: number | null;
            readonly queued_at: components["schemas"]["Time"];
            readonly started_at: components["schemas"]["Time"] | null;
            readonly ended_at: components["schemas"]["Time"] | null;
            /** @description What `inset build --json` prints, once it is published. */
            readonly report: components["schemas"]["BuildReport"] | null;
            readonly error: components["schemas"]["BuildError"] | null;
            /**
             * Format: uri
             * @description Where a cluster that builds it shows what it does; absent where it shows nothing, and once it has ended.
             */
            readonly dashboard?: string;
        };
        readonly BuildReport: {
            readonly dataset: string;
            readonly run: string;
            readonly rows: number;
            readonly photos: number;
            /** @description Rows that give no photo. */
            readonly rejected: number;
            readonly duplicates: number;
            readonly seconds: number;
            /** @description Whether every answer is confirmed in a list. */
            readonly exact: boolean;
            /** @description Photos whose owner or licence is known. */
            readonly details: number;
            /** @description The false-positive rate that was asked for. */
            readonly error_rate: number;
            /** @description The one that was measured. */
            readonly false_positive_rate: number;
            readonly bytes: number;
            readonly sources: readonly components["schemas"]["DatasetSource"][];
            readonly rejected_examples: readonly components["schemas"]["RejectedRow"][];
            readonly passed_over: components["schemas"]["PassedOver"];
        };
        readonly RejectedRow: {
            readonly manifest: string;
            readonly line: number;
            readonly text: string;
            readonly reason: string;
            /** @description Which of the reasons it is, for words in other languages; absent from builds of older versions. */
            readonly code?: string;
        };
        /** @description Each event of the stream. */
        readonly BuildEvent: {
            /** @constant */
            readonly event: "build";
            readonly data: string;
        };
        readonly BuildSource: {
            /**
             * @description `command`: the command line builds it; only how it stands can be asked.
             * @enum {unknown}
             */
            readonly kind: "upload" | "address" | "catalog" | "sample" | "command";
            readonly name: string;
        };
        readonly BuildError: {
            readonly code: string;
            readonly message: string;
            readonly hint: string;
            readonly message_told?: components["schemas"]["Told"];
            readonly hint_told?: components["schemas"]["Told"];
        };
        readonly BuildList: {
            readonly builds: readonly components["schemas"]["Build"][];
            /** @description The cursor of the next page. */
            readonly next: components["schemas"]["BuildKey"] | null;
        };
        readonly PairingAsked: {
            readonly id: string;
            readonly secret: string;
            readonly code: string;
            /** @description Seconds. */
            readonly expires_in: number;
        };
        readonly PairingState: {
            /** @enum {unknown} */
            readonly state: "waiting" | "approved" | "expired";
            /** @description Seconds; while it waits. */
            readonly expires_in?: number;
            /** @description Once approved, until it was used. */
            readonly token?: string;
        };
        readonly PairingApproved: {
            /** @constant */
            readonly state: "approved";
            /** @description The pairing's, by which `GET /v1/pairings` lists it. */
            readonly id: string;
            readonly name: string;
            readonly origin: string | null;
        };
        readonly PairingList: {
            readonly waiting: readonly components["schemas"]["PairingWaiting"][];
            readonly paired: readonly components["schemas"]["Paired"][];
        };
        /** @description The owner compares the code with the one that their own browser shows, and approves it only then. */
        readonly PairingWaiting: {
            readonly id: string;
            readonly name: string;
            readonly origin: string | null;
            readonly code: string;
            readonly expires_in: number;
        };
        readonly Paired: {
            readonly id: string;
            readonly name: string;
            /** @description The only Origin that its token may come with; null for a script. */
            readonly origin: string | null;
            readonly scopes: readonly ("lookup" | "owner")[];
            readonly created_at: components["schemas"]["Time"];
            /**
             * Format: date
             * @description The day in UTC on which it was last used; null where that is not known.
             */
            readonly used_on: string | null;
        };
        readonly PairingEnded: {
            readonly id: string;
            /** @enum {unknown} */
            readonly state: "revoked" | "refused" | "withdrawn";
        };
        readonly Ticket: {
            readonly ticket: string;
            /** @description Seconds. */
            readonly expires_in: number;
        };
        readonly Session: {
            readonly owner: boolean;
        };
        readonly Status: {
            /** @constant */
            readonly name: "inset";
            /** @constant */
            readonly api: 1;
            readonly version: string;
            readonly pid: number;
            readonly port: number;
            readonly started_at: components["schemas"]["Time"];
            /** @description Whether a training set can be asked, as in `GET /v1/hello`. */
            readonly ready: boolean;
            readonly revision: components["schemas"]["Revision"];
            /** @description Training sets that can be asked. */
            readonly datasets: number;
            /** @description Censuses that can be asked; they say only what was public. */
            readonly censuses: number;
            readonly unavailable: number;
            readonly pairings: number;
            readonly memory_bytes: number | null;
        };
        readonly Health: {
            readonly checks: readonly components["schemas"]["HealthCheck"][];
        };
        readonly HealthCheck: {
            readonly name: string;
            /** @enum {unknown} */
            readonly state: "good" | "warning" | "bad";
            readonly message: string;
            readonly remedy: string | null;
            readonly message_told?: components["schemas"]["Told"];
            readonly remedy_told?: components["schemas"]["Told"];
        };
        readonly Stopping: {
            /** @constant */
            readonly state: "stopping";
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type Error = components['schemas']['Error'];
export type Told = components['schemas']['Told'];
export type PhotoId = components['schemas']['PhotoId'];
export type Time = components['schemas']['Time'];
export type Revision = components['schemas']['Revision'];
export type Chance = components['schemas']['Chance'];
export type ErrorRate = components['schemas']['ErrorRate'];
export type Words = components['schemas']['Words'];
export type Answer = components['schemas']['Answer'];
export type Kind = components['schemas']['Kind'];
export type Hello = components['schemas']['Hello'];
export type LookupQuestion = components['schemas']['LookupQuestion'];
export type Lookup = components['schemas']['Lookup'];
export type DatasetAnswer = components['schemas']['DatasetAnswer'];
export type Photo = components['schemas']['Photo'];
export type PhotoInDataset = components['schemas']['PhotoInDataset'];
export type LicenceFacts = components['schemas']['LicenceFacts'];
export type Candidates = components['schemas']['Candidates'];
export type Candidate = components['schemas']['Candidate'];
export type PhotosIn = components['schemas']['PhotosIn'];
export type Years = components['schemas']['Years'];
export type PhotoLink = components['schemas']['PhotoLink'];
export type Account = components['schemas']['Account'];
export type AccountDataset = components['schemas']['AccountDataset'];
export type AccountPhoto = components['schemas']['AccountPhoto'];
export type CheckLines = components['schemas']['CheckLines'];
export type CheckLine = components['schemas']['CheckLine'];
export type Check = components['schemas']['Check'];
export type CheckReport = components['schemas']['CheckReport'];
export type CheckDataset = components['schemas']['CheckDataset'];
export type CheckLicence = components['schemas']['CheckLicence'];
export type CheckYear = components['schemas']['CheckYear'];
export type CheckAlbum = components['schemas']['CheckAlbum'];
export type CheckAsked = components['schemas']['CheckAsked'];
export type CheckGap = components['schemas']['CheckGap'];
export type CheckLimits = components['schemas']['CheckLimits'];
export type CheckNotInLibrary = components['schemas']['CheckNotInLibrary'];
export type CheckUnavailable = components['schemas']['CheckUnavailable'];
export type CheckPhotos = components['schemas']['CheckPhotos'];
export type CheckPhoto = components['schemas']['CheckPhoto'];
export type PhotoPicture = components['schemas']['PhotoPicture'];
export type CheckList = components['schemas']['CheckList'];
export type CheckSummary = components['schemas']['CheckSummary'];
export type CheckForgotten = components['schemas']['CheckForgotten'];
export type LetterWishes = components['schemas']['LetterWishes'];
export type MailWishes = components['schemas']['MailWishes'];
export type LetterRole = components['schemas']['LetterRole'];
export type LetterLanguage = components['schemas']['LetterLanguage'];
export type CheckLetters = components['schemas']['CheckLetters'];
export type CheckLetter = components['schemas']['CheckLetter'];
export type LetterSent = components['schemas']['LetterSent'];
export type LoggedLetters = components['schemas']['LoggedLetters'];
export type LoggedLetter = components['schemas']['LoggedLetter'];
export type LetterStanding = components['schemas']['LetterStanding'];
export type LetterForgotten = components['schemas']['LetterForgotten'];
export type WatchWish = components['schemas']['WatchWish'];
export type WatchList = components['schemas']['WatchList'];
export type WatchFacts = components['schemas']['WatchFacts'];
export type WatchDataset = components['schemas']['WatchDataset'];
export type WatchNews = components['schemas']['WatchNews'];
export type WatchForgotten = components['schemas']['WatchForgotten'];
export type SubscriptionList = components['schemas']['SubscriptionList'];
export type Subscription = components['schemas']['Subscription'];
export type FollowedDataset = components['schemas']['FollowedDataset'];
export type SubscriptionUpdating = components['schemas']['SubscriptionUpdating'];
export type Unsubscribed = components['schemas']['Unsubscribed'];
export type Changes = components['schemas']['Changes'];
export type EvidenceQuestion = components['schemas']['EvidenceQuestion'];
export type EvidenceAnswer = components['schemas']['EvidenceAnswer'];
export type Evidence = components['schemas']['Evidence'];
export type Listing = components['schemas']['Listing'];
export type DatasetList = components['schemas']['DatasetList'];
export type Dataset = components['schemas']['Dataset'];
export type DatasetOrigin = components['schemas']['DatasetOrigin'];
export type About = components['schemas']['About'];
export type AboutOptOut = components['schemas']['AboutOptOut'];
export type AboutContact = components['schemas']['AboutContact'];
export type DatasetSource = components['schemas']['DatasetSource'];
export type DatasetUnavailable = components['schemas']['DatasetUnavailable'];
export type DatasetRemoved = components['schemas']['DatasetRemoved'];
export type Profile = components['schemas']['Profile'];
export type IdSpread = components['schemas']['IdSpread'];
export type LicenceCount = components['schemas']['LicenceCount'];
export type Catalog = components['schemas']['Catalog'];
export type CatalogEntry = components['schemas']['CatalogEntry'];
export type CatalogDownload = components['schemas']['CatalogDownload'];
export type CatalogOptOut = components['schemas']['CatalogOptOut'];
export type CatalogContact = components['schemas']['CatalogContact'];
export type CatalogStatus = components['schemas']['CatalogStatus'];
export type UploadFacts = components['schemas']['UploadFacts'];
export type UploadRemoved = components['schemas']['UploadRemoved'];
export type Explanation = components['schemas']['Explanation'];
export type ExplainedSource = components['schemas']['ExplainedSource'];
export type ExplainedRow = components['schemas']['ExplainedRow'];
export type PassedOver = components['schemas']['PassedOver'];
export type PassedOverReason = components['schemas']['PassedOverReason'];
export type Manifest = components['schemas']['Manifest'];
export type ManifestAddress = components['schemas']['ManifestAddress'];
export type AddressSize = components['schemas']['AddressSize'];
export type BuildOrder = components['schemas']['BuildOrder'];
export type BuildKey = components['schemas']['BuildKey'];
export type Build = components['schemas']['Build'];
export type BuildReport = components['schemas']['BuildReport'];
export type RejectedRow = components['schemas']['RejectedRow'];
export type BuildEvent = components['schemas']['BuildEvent'];
export type BuildSource = components['schemas']['BuildSource'];
export type BuildError = components['schemas']['BuildError'];
export type BuildList = components['schemas']['BuildList'];
export type PairingAsked = components['schemas']['PairingAsked'];
export type PairingState = components['schemas']['PairingState'];
export type PairingApproved = components['schemas']['PairingApproved'];
export type PairingList = components['schemas']['PairingList'];
export type PairingWaiting = components['schemas']['PairingWaiting'];
export type Paired = components['schemas']['Paired'];
export type PairingEnded = components['schemas']['PairingEnded'];
export type Ticket = components['schemas']['Ticket'];
export type Session = components['schemas']['Session'];
export type Status = components['schemas']['Status'];
export type Health = components['schemas']['Health'];
export type HealthCheck = components['schemas']['HealthCheck'];
export type Stopping = components['schemas']['Stopping'];
