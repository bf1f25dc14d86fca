// In the place of Update, for those who may look and not change: who may.

export const Locked = () => (
  <div className="formend">
    <span className="say small muted">Only users of the group config may change this.</span>
  </div>
)
