package weft.scenario.spec;

/**
 * Counts of a fabric that other parts of a scenario must agree with.
 *
 * @param gpus number of GPUs, at least 1
 * @param switchLayers layers of switches of the network between nodes, at least 1
 */
public record FabricFacts(int gpus, int switchLayers) {}
