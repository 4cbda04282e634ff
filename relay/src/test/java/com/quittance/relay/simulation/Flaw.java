package com.quittance.relay.simulation;

import com.quittance.relay.queue.Claimed;
import com.quittance.relay.queue.Job;
import com.quittance.relay.queue.Span;
import com.quittance.relay.queue.Turn;
import com.quittance.relay.simulation.SimulatedQueue.Pass;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

/** A store that keeps the protocol, and stores that break it in one point. */
enum Flaw {
  NONE,

  /** The fence is the owner alone. */
  NO_LEASE_NUMBER {
    @Override
    SimulatedQueue queue(SimulatedStore store, Audit audit, Duration idleLimit, Pass pass) {
      return new SimulatedQueue(store, audit, idleLimit, pass) {
        @Override
        protected boolean holds(Delivery delivery, Job job) {
          return job.owner().equals(delivery.owner);
        }
      };
    }
  },

  /** Whoever says that a delivery is done, it is done. */
  NO_FENCE {
    @Override
    SimulatedQueue queue(SimulatedStore store, Audit audit, Duration idleLimit, Pass pass) {
      return new SimulatedQueue(store, audit, idleLimit, pass) {
        @Override
        protected boolean holds(Delivery delivery, Job job) {
          return true;
        }
      };
    }
  },

  /** Takes what the living hold, too. */
  RESCUE_WITHOUT_HEARTBEAT {
    @Override
    SimulatedNodes nodes(SimulatedStore store, Audit audit, Pass pass) {
      return new SimulatedNodes(store, audit, pass) {
        @Override
        protected boolean isDead(UUID node, Duration lease) {
          return true;
        }
      };
    }
  },

  /** Out of the queue first, and then into the failed store. */
  GIVE_UP_IN_TWO_STEPS {
    @Override
    SimulatedQueue queue(SimulatedStore store, Audit audit, Duration idleLimit, Pass pass) {
      return new SimulatedQueue(store, audit, idleLimit, pass) {
        @Override
        public boolean giveUp(Job job, Span span, Failure failure, GiveUp why) throws SQLException {
          var delivery = lock(job);
          if (delivery == null) {
            return false;
          }
          store.deliveries.remove(delivery.id);
          pass.by();
          keep(job, delivery, span, failure, why);
          return true;
        }
      };
    }
  },

  /** Each claim begins at the first lane. */
  NO_ROTATION {
    @Override
    SimulatedQueue queue(SimulatedStore store, Audit audit, Duration idleLimit, Pass pass) {
      return new SimulatedQueue(store, audit, idleLimit, pass) {
        @Override
        public Claimed claim(String queue, int limit, UUID owner, Turn turn) {
          return super.claim(queue, limit, owner, Turn.FIRST);
        }
      };
    }
  };

  SimulatedQueue queue(SimulatedStore store, Audit audit, Duration idleLimit, Pass pass) {
    return new SimulatedQueue(store, audit, idleLimit, pass);
  }

  SimulatedNodes nodes(SimulatedStore store, Audit audit, Pass pass) {
    return new SimulatedNodes(store, audit, pass);
  }
}
