package weft.scenario.assemble;

import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.scenario.packet.PacketPlan;
import weft.sim.run.SimulationSpec;
import weft.topology.graph.Topology;

/**
 * A scenario made ready to run.
 *
 * @param topology the fabric as a graph
 * @param simulation what to run
 * @param training the training step; null if the workload is another
 * @param inference the model that is served; null if the workload is another
 * @param flows the flows; null if the workload is another
 * @param collective the scan of a collective; null if the workload is another
 * @param jobs the jobs, if there are several
 * @param packets settings of the packet model; null if the model is another
 */
public record Assembly(
    Topology topology,
    SimulationSpec simulation,
    @Nullable TrainingJob training,
    @Nullable InferenceJob inference,
    @Nullable FlowJob flows,
    @Nullable CollectiveJob collective,
    List<Job> jobs,
    @Nullable PacketPlan packets) {

  public Assembly {
    jobs = List.copyOf(jobs);
  }

  /**
   * One of several jobs.
   *
   * @param name of it
   * @param startPs when it starts, picoseconds
   * @param repeat how often it does its workload in a row
   * @param gpus the numbers of its GPUs, in the order of its ranks
   * @param alone the job on its GPUs without the others
   */
  public record Job(String name, long startPs, int repeat, List<Integer> gpus, Assembly alone) {

    public Job {
      gpus = List.copyOf(gpus);
    }
  }
}
