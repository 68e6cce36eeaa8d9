package weft.scenario.spec;

/** How much more may come into a layer of switches than it can send up. */
public record OversubscriptionSpec(
    @Key(
            doc = "Rate from the NICs into a leaf switch, over that of its uplinks: 2 for 2 : 1.",
            defaultText = "1",
            min = 1,
            max = 1_024)
        double oversubscription,
    @Key(
            doc = "Rate from the leaf switches into a spine switch, over that of its uplinks.",
            defaultText = "1",
            min = 1,
            max = 1_024)
        double coreOversubscription) {}
