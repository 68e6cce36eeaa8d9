package weft.scenario.spec;

/** When a run at packet level counts as stuck, and a pause as a storm. */
@Doc(
    "When the run counts as stuck, and a pause as a storm. The defaults are what NICs wait before"
        + " they give up on a receiver that is stopped (Guo et al., SIGCOMM 2016, section 4.3), and"
        + " a hundredth of that, an assumption.")
public record WatchdogSpec(
    @Key(
            doc =
                "Simulated time without progress after which the run ends with a report of what"
                    + " waits for what; at least 100 round trips, 10,000 packets on the narrowest"
                    + " link, and 10 timeouts, of a single flow 100.",
            defaultText = "100ms",
            min = 1)
        long stallPs,
    @Key(
            doc = "A port that is paused for longer than this has a PFC storm, which is counted.",
            defaultText = "1ms",
            min = 1)
        long stormPs) {}
