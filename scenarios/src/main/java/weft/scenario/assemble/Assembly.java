package weft.scenario.assemble;

import org.jspecify.annotations.Nullable;
import weft.sim.run.SimulationSpec;
import weft.topology.graph.Topology;

/**
 * A scenario made ready to run.
 *
 * @param topology the fabric as a graph
 * @param simulation what to run
 * @param training the training step; null if the workload is another
 * @param flows the flows; null if the workload is another
 */
public record Assembly(
    Topology topology,
    SimulationSpec simulation,
    @Nullable TrainingJob training,
    @Nullable FlowJob flows) {}
