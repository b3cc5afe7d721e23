-- Whether a list of organizations and a list of countries make something joint: enough different organizations, enough
-- foreign countries. A case rather than a conjunction, since it goes on only with the rows that are still undecided: nearly
-- every row is told by its first country and its first two organizations, without the costly counts of them all.
create or replace temp macro is_joint(organizations, countries, organizations_wanted, countries_wanted, home_country) as
    case
        when len(organizations) < organizations_wanted then false
        when countries_wanted <= 1 and organizations_wanted <= 2
            and countries[1] <> home_country and organizations[1] <> organizations[2] then true
        when len(list_filter(countries, lambda country: country <> home_country)) < countries_wanted then false
        else list_unique(organizations) >= organizations_wanted
    end
