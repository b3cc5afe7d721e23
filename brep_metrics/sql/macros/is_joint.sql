-- Whether a list of organizations and a list of countries make something joint: enough different organizations, enough
-- foreign countries. The organizations of nearly every row are told apart by the first two, without counting them all.
create or replace temp macro is_joint(organizations, countries, organizations_wanted, countries_wanted, home_country) as
    len(organizations) >= organizations_wanted
    and len(list_filter(countries, lambda country: country <> home_country)) >= countries_wanted
    and (
        (organizations_wanted <= 2 and organizations[1] <> organizations[2])
        or list_unique(organizations) >= organizations_wanted
    )
