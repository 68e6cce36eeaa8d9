package weft.scenario.spec;

import org.jspecify.annotations.Nullable;

/** A scenario file. */
public record ScenarioSpec(
    @Key(
            doc = "What to call the scenario in reports: a line of at most 200 characters.",
            absent = "the name of the file without its extension",
            example = "gpt3-on-h100-superpod")
        String name,
    @Key(
            doc = "What the scenario is for, in your own words: a line of at most 200 characters.",
            absent = "no description")
        @Nullable String description,
    @Key(doc = "From it every random choice follows.", defaultText = "1") long seed,
    @Key(doc = "The cluster: its nodes and the network between them.") FabricSpec fabric,
    @Key(doc = "How the network is modelled.", defaultText = "{}") NetworkSpec network,
    @Key(doc = "What the cluster does.") WorkloadSpec workload,
    @Key(doc = "How much the simulator checks itself.", defaultText = "checked") Checking checking,
    @Key(
            doc = "What the result should be; a run that misses it exits with 1.",
            absent = "nothing is expected")
        @Nullable ExpectSpec expect,
    @Key(
            doc =
                "Hardware that this scenario adds to the catalogue, or changes in it: by kind and"
                    + " name.",
            absent = "the hardware of `weft catalog`")
        @Nullable CatalogSpec catalog) {}
